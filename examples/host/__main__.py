"""``python -m examples.host``: run the host until it is interrupted."""

import argparse
import gc
import signal
import sys
import threading
from datetime import datetime

from examples.host.database import StorageError, open_database
from examples.host.host import Host
from examples.host.server import make_host_server
from examples.host.storage import Storage
from examples.host.timer import keep_time
from homeschool import SHANGHAI, load_pack

PACK = "contact-system"


def main() -> int:
    """Serve the host; return 2 where its database cannot be opened."""
    arguments = _arguments()
    host = Host(
        [load_pack(PACK)],
        lambda: Storage(open_database(arguments.database)),
        _now,
        snapshot_every=arguments.snapshot_every,
    )
    try:
        host.tick()
    except StorageError as error:
        sys.stderr.write(f"the database cannot be opened, or another host has it ({error})\n")
        return 2
    _settle()
    _serve(host, arguments.port)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.host", description=__doc__)
    parser.add_argument("--database", default="host.sqlite", help="a file, or an address that begins with postgresql:")
    parser.add_argument("--port", type=int, default=8000, help="the port on this machine; 0 is one that is free")
    parser.add_argument("--snapshot-every", type=int, default=0, metavar="N", help="entries; 0, the default: never")
    return parser.parse_args()


def _settle() -> None:
    """Have the garbage collector leave alone what is there, and walk less often over what comes: it mostly stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def _now() -> datetime:
    return datetime.now(SHANGHAI)


def _serve(host: Host, port: int) -> None:
    stop = threading.Event()
    timer = threading.Thread(target=keep_time, args=(host, stop.wait))
    with make_host_server(host, port=port) as server:
        for name in (signal.SIGINT, signal.SIGTERM):
            # `shutdown` waits for the loop that this handler interrupts, so it is called from elsewhere.
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        timer.start()
        sys.stdout.write(f"serving on http://127.0.0.1:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
    stop.set()
    timer.join()
    host.close()


if __name__ == "__main__":
    sys.exit(main())
