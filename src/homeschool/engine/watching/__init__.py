"""How a monitor stays right: what is kept of each duty, what a record may touch, when the clock changes something."""
