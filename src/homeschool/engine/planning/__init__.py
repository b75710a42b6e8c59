"""How a plan is made: what is needed, which facts would do, on which days, by whom, and how few of them."""
