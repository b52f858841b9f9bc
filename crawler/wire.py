"""How much an answer takes on the wire."""

from http import HTTPStatus

from scrapy.http import Response

_LINE_END = 2
_STATUS_LINE = len("HTTP/1.1 200 ")


def head_bytes(response: Response) -> int:
    """The length of the head of ``response`` as it was sent, but for headers about its connection alone."""
    headers = sum(
        len(name) + len(": ") + len(value) + _LINE_END
        for name, values in response.headers.items()
        for value in values or ()
    )
    return _STATUS_LINE + len(phrase_of(response.status)) + _LINE_END + headers + _LINE_END


def size_of(response: Response) -> int:
    """The length of ``response``, whose body is still as it was sent."""
    return head_bytes(response) + len(response.body)


def phrase_of(status: int) -> str:
    """The words that belong to ``status``; empty where there are none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
