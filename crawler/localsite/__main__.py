"""Serve the fictional news site until told to stop: `python -m crawler.localsite`."""

import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from functools import partial
from ipaddress import AddressValueError, IPv4Address
from threading import Event, Thread
from typing import cast

from twisted.internet import reactor as installed_reactor
from twisted.internet.error import CannotListenError
from twisted.internet.posixbase import PosixReactorBase

from crawler.localsite.newsroom import FEWEST_STORIES, Newsroom
from crawler.localsite.server import open_site
from crawler.localsite.shapes import serve_shape
from crawler.localsite.shapes.definitions.catalogue import SHAPES


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, or until stdin closes where that was asked for."""
    options = _read_options(arguments)
    if options.list_shapes:
        sys.stdout.write("".join(f"{shape.name:<24}{shape.about}\n" for shape in SHAPES))
        return 0
    if options.shape:
        return _serve_shape(options)
    reactor = cast("PosixReactorBase", installed_reactor)
    newsroom = Newsroom(seed=options.seed, stories=options.stories)
    try:
        address = open_site(reactor, newsroom, options.host, options.port)
    except CannotListenError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    reactor.callWhenRunning(_announce, address)
    if options.until_stdin_closes:
        stop = partial(reactor.callFromThread, _stop, reactor)
        Thread(target=_at_end_of_stdin, args=(stop,), daemon=True).start()
    reactor.run()
    return 0


def _serve_shape(options: Namespace) -> int:
    ended = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _signal, _frame: ended.set())
    try:
        with serve_shape(options.shape, seed=options.seed, port=options.port) as served:
            _announce(served.address)
            if options.until_stdin_closes:
                Thread(target=_at_end_of_stdin, args=(ended.set,), daemon=True).start()
            ended.wait()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _announce(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def _at_end_of_stdin(stop: Callable[[], object]) -> None:
    # Not sys.stdin: a thread that holds its lock would break the interpreter's shutdown.
    while os.read(0, 4096):
        pass
    stop()


def _stop(reactor: PosixReactorBase) -> None:
    if reactor.running:
        reactor.stop()


def _read_options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m crawler.localsite", description=__doc__)
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes any free port")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same site")
    parser.add_argument("--stories", type=_story_count, default=240, help="how many stories there are at first")
    parser.add_argument(
        "--shape",
        choices=[shape.name for shape in SHAPES],
        metavar="NAME",
        help="serve, at 127.0.0.1, a small site of this shape",
    )
    parser.add_argument("--list-shapes", action="store_true", help="say which shapes there are, and end")
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop when the parent is gone")
    return parser.parse_args(arguments)


def _loopback(text: str) -> str:
    try:
        address = IPv4Address(text)
    except AddressValueError as error:
        raise ArgumentTypeError(f"{text!r} is not an IPv4 address") from error
    if not address.is_loopback:
        raise ArgumentTypeError(f"{text} is not a loopback address; anyone could control the site")
    return text


def _story_count(text: str) -> int:
    count = int(text)
    if count < FEWEST_STORIES:
        raise ArgumentTypeError(f"the site needs at least {FEWEST_STORIES} stories")
    return count


if __name__ == "__main__":
    sys.exit(main())
