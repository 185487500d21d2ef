"""The journey as one page to look at: what was asked and answered, a lesson, the certificates."""

import html
import json
from pathlib import Path

from config.journey.play import Play, Scene
from config.journey.talk import Exchange, excerpt

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Jisr: a learner's journey</title><style>{style}</style></head>
<body><h1>A learner's journey</h1><p class="soft">{base} · run {run} · {count} requests · {seconds:.1f} s</p>
<ol class="scenes">{scenes}</ol></body></html>
"""
STYLE = """
body{margin:2rem auto;max-width:64rem;padding:0 1rem;background:#f4f6fa;color:#14213d;font:1rem/1.6 system-ui,sans-serif}
.scenes{padding:0;list-style:none;counter-reset:scene}
.scene{background:#fff;border:1px solid #d9dfeb;border-radius:.8rem;padding:1rem 1.2rem;margin:0 0 1rem}
.scene>h2{margin:0 0 .5rem;font-size:1.2rem;counter-increment:scene}
.scene>h2::before{content:counter(scene) " · ";color:#b3541e}
.soft,small{color:#5b6784}small{font-weight:400}a{color:#0b6e4f}
summary{cursor:pointer;overflow-wrap:anywhere;font-size:.9rem}
pre{background:#14213d;color:#eef2fb;padding:.8rem 1rem;border-radius:.6rem;white-space:pre-wrap;overflow-wrap:anywhere;
font:.85rem/1.5 ui-monospace,monospace;margin:.3rem 0 .8rem}pre b{color:#f4a259}
img{max-width:30rem;width:100%;border:1px solid #d9dfeb;border-radius:.4rem;margin-inline-end:1rem}
.lesson{border-inline-start:.3rem solid #0b6e4f;padding:.2rem 1rem;background:#e9f5f0;border-radius:.4rem;
max-height:26rem;overflow:auto;margin-bottom:1rem}
"""


def write(play: Play, folder: Path) -> Path:
    """`index.html` in the folder, with the pictures and papers beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.png"), *folder.glob("*.pdf")]:
        old.unlink()
    for name, content in (file for scene in play.scenes for file in [*scene.pictures, *scene.papers]):
        (folder / name).write_bytes(content)
    page = folder / "index.html"
    page.write_text(_page(play), encoding="utf-8")
    return page


def _page(play: Play) -> str:
    return PAGE.format(
        style=STYLE,
        base=html.escape(play.base),
        run=play.run,
        count=sum(len(caller.heard) for caller in play.callers),
        seconds=sum(scene.seconds for scene in play.scenes),
        scenes="".join(_scene(scene) for scene in play.scenes),
    )


def _scene(scene: Scene) -> str:
    """Pictures first; of the exchanges the last stands open."""
    parts = [f"<h2>{html.escape(scene.title)} <small>{scene.seconds:.2f} s</small></h2>"]
    if scene.lesson:
        title, text = html.escape(scene.lesson["title"]), scene.lesson["html"]
        parts.append(f'<div class="lesson" dir="rtl" lang="ar"><h3>{title}</h3>{text}</div>')  # safe: the server's own
    parts += [f'<img src="{name}" alt="{html.escape(scene.title)}">' for name, _ in scene.pictures]
    parts += [f'<p><a href="{name}">{name}</a></p>' for name, _ in scene.papers]
    parts += [_exchange(exchange, opened=exchange is scene.exchanges[-1]) for exchange in scene.exchanges]
    return f'<li class="scene">{"".join(parts)}</li>'


def _exchange(exchange: Exchange, *, opened: bool) -> str:
    answer = exchange.answer
    kind = answer.headers.get("content-type", "")
    told = _json(answer.json) if "json" in kind and answer.content else html.escape(kind)
    sent = "" if exchange.sent is None else _json(exchange.sent) + "\n"
    asked = f"{exchange.method} {html.escape(exchange.path)}"
    took = f"the {exchange.who}, {exchange.seconds * 1000:.0f} ms"
    summary = f"<summary><b>{asked}</b> → {answer.status} <small>{took}</small></summary>"
    return f"<details{' open' * opened}>{summary}<pre>{sent}<b>{answer.status}</b> {told}</pre></details>"


def _json(value: object) -> str:
    return html.escape(json.dumps(excerpt(value), ensure_ascii=False, indent=2), quote=False)
