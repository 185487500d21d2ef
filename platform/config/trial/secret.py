"""Each trial has a secret of its own, made once: it may listen on a network."""

from pathlib import Path
from secrets import token_urlsafe


def secret_key(data: Path) -> str:
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{token_urlsafe(8)}")
        draft.touch(mode=0o600)
        draft.write_text(token_urlsafe(50))
        draft.rename(path)
    return path.read_text()
