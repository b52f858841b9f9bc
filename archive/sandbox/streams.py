"""Reading what a process wrote that is not trusted: an Arrow stream of one batch, checked through and through."""

import pyarrow as pa

from archive.errors import SandboxError


def one_batch(stream: bytearray) -> pa.RecordBatch:
    """The only batch in ``stream``. Raises SandboxError where that is not what it holds."""
    try:
        options = pa.ipc.IpcReadOptions(use_threads=False, ensure_alignment=pa.ipc.Alignment.Any)
        with pa.ipc.open_stream(pa.py_buffer(stream), options=options) as reader:
            batch = reader.read_next_batch()
        batch.validate(full=True)
    except (pa.ArrowException, OSError, StopIteration, ValueError, KeyError) as problem:
        raise SandboxError("the process that answers gave what is no answer") from problem
    return batch
