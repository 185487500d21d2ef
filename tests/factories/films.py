"""Real films and recordings, made and played by FFmpeg: a fifth of a second of grey, and of a tone."""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from typing import Any

import av
from av.packet import Packet
from av.subtitles.subtitle import SubtitleSet

PLACE = "+34.0208-006.8416/"
AUTHOR = "Amina Secret"
TOLD = {"title": AUTHOR, "artist": AUTHOR, "location": PLACE, "creation_time": "2026-03-01T10:20:30Z", "comment": PLACE}
SEEN = {"libx264", "mpeg4", "libvpx"}
SIZE, RATE, SAMPLES = 32, 25, 1920  # of each picture, in a second, and of sound to each
CAPTIONS = {"mp4": "mov_text", "webm": "webvtt"}
STYLES = b"""[Script Info]
[V4+ Styles]
Format: Name
Style: Default
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def film(container: str, *codecs: str, captions: bool = False, told: Mapping[str, str] = TOLD, **options: str) -> bytes:
    """It tells of its author and the place in every way that the container has; in a track of captions too."""
    made = BytesIO()
    with av.open(made, "w", format=container, options=options) as output:
        output.metadata.update(told)
        streams = [_stream(output, codec) for codec in codecs]
        said = output.add_stream(CAPTIONS[container]) if captions else None
        for moment in range(5):
            if said:
                output.mux(_caption(said, moment))
            for stream in streams:
                output.mux(stream.encode(_frame(stream, moment)))
        for stream in streams:
            output.mux(stream.encode(None))
    return made.getvalue()


def _stream(output: Any, codec: str) -> Any:
    stream = output.add_stream(codec, rate=RATE if codec in SEEN else 48_000)
    stream.metadata.update({"title": AUTHOR, "handler_name": AUTHOR})
    stream.options = {"strict": "experimental"}  # Vorbis
    if codec in SEEN:
        stream.width, stream.height, stream.pix_fmt = SIZE, SIZE, "yuv420p"
    return stream


def _frame(stream: Any, moment: int) -> av.VideoFrame | av.AudioFrame:
    frame: av.VideoFrame | av.AudioFrame
    if stream.type == "video":
        frame, frame.pts, frame.time_base = av.VideoFrame(SIZE, SIZE, "yuv420p"), moment, Fraction(1, RATE)
    else:
        frame = av.AudioFrame("s16", "mono", SAMPLES)
        frame.rate, frame.pts, frame.time_base = 48_000, moment * SAMPLES, Fraction(1, 48_000)
    for plane in frame.planes:
        plane.update(bytes((40 * moment + at) % 100 for at in range(plane.buffer_size)))
    return frame


def _caption(stream: Any, moment: int) -> Packet:
    stream.codec_context.subtitle_header = STYLES
    words = SubtitleSet.create(f"0,0,Default,,0,0,0,,{AUTHOR}, {PLACE}".encode(), 0, 40)
    packet = stream.codec_context.encode_subtitle(words)
    packet.stream, packet.time_base, packet.duration = stream, Fraction(1, 1000), 40
    packet.pts = packet.dts = moment * 40
    return packet


def played(data: bytes) -> list[tuple[str, str, str]]:
    """Each picture and each piece of sound: when, and what."""
    with av.open(BytesIO(data)) as source:
        frames = [
            frame for packet in source.demux() if packet.stream.type in ("video", "audio") for frame in packet.decode()
        ]
    return [
        (str(type(frame)), str(frame.pts), sha256(b"".join(map(bytes, frame.planes))).hexdigest()) for frame in frames
    ]


def said(data: bytes) -> list[dict[str, str]]:
    """What it tells, as a player shows it: of itself, and of each track."""
    with av.open(BytesIO(data)) as source:
        return [dict(source.metadata), *({"kind": stream.type, **stream.metadata} for stream in source.streams)]
