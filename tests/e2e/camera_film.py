"""Films for Chromium's fake camera: a picture of a QR code as a one-second y4m video."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER, QRData

FILTER = (
    "scale=680:680:force_original_aspect_ratio=decrease:flags=area,"
    "pad=1280:720:(ow-iw)/2:(oh-ih)/2:color=0x808080,format=yuv420p"
)


def chromium() -> str:
    """Return the system's Chromium; `make test` installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is needed: apt install chromium"
    return found


def ffmpeg() -> str:
    """Return the ffmpeg to use: the system's, else the one from imageio-ffmpeg."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def draw_code(text: str, path: Path) -> Path:
    """Draw a text as a QR picture, in mixed segments where it is one of our URLs; return the path."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    head, mark, digits = text.partition("#")
    if mark and digits.isdigit():
        code.add_data(QRData(head.encode(), mode=MODE_ALPHA_NUM if head.isupper() else MODE_8BIT_BYTE))
        code.add_data(QRData(b"#", mode=MODE_8BIT_BYTE))
        code.add_data(QRData(digits.encode(), mode=MODE_NUMBER))
    else:
        code.add_data(text.encode())
    code.make(fit=True)
    code.make_image().save(str(path))
    return path


def film(picture: Path, path: Path, *more: Path) -> Path:
    """Turn a picture into the camera's film, or several into one that shows each for half a second, over and over.

    A running camera sees it at its next start. Return the path.
    """
    fresh = path.with_suffix(".new.y4m")
    shown = (picture, *more)
    seconds = "0.5" if more else "1"
    inputs = [part for one in shown for part in ("-loop", "1", "-framerate", "10", "-t", seconds, "-i", str(one))]
    scaled = "".join(f"[{n}:v]{FILTER}[v{n}];" for n in range(len(shown)))
    joined = "".join(f"[v{n}]" for n in range(len(shown)))
    graph = f"{scaled}{joined}concat=n={len(shown)}:v=1:a=0"
    subprocess.run(
        [ffmpeg(), "-v", "error", "-y", *inputs, "-filter_complex", graph, "-f", "yuv4mpegpipe", str(fresh)],
        check=True,
    )
    return fresh.rename(path)
