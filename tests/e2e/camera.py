"""A camera fed from a picture, and Chromium with it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

WIDTH, HEIGHT = 1280, 720


def chromium() -> str:
    """Return the browser on this machine; `make test` installs it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise AssertionError("no Chromium found: tools/system_packages installs it")


def ffmpeg() -> str:
    """Return ffmpeg: the system's, else the wheel's."""
    if found := shutil.which("ffmpeg"):
        return found
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def film(picture: Image.Image, target: Path) -> None:
    """Turn a picture into the camera's film; renaming over the old film swaps it at the next getUserMedia."""
    still = target.with_suffix(".png")
    picture.convert("RGB").save(still)
    beside = target.with_name(f"next-{target.name}")
    shape = (
        "scale=680:680:force_original_aspect_ratio=decrease:flags=area,"
        f"pad={WIDTH}:{HEIGHT}:(ow-iw)/2:(oh-ih)/2:color=0x808080,format=yuv420p"
    )
    subprocess.run(
        [ffmpeg(), "-v", "error", "-y", "-loop", "1", "-framerate", "10", "-t", "1", "-i", str(still),
         "-vf", shape, "-f", "yuv4mpegpipe", str(beside)],
        check=True,
    )  # fmt: skip
    beside.rename(target)


@contextmanager
def browser_with_camera(camera_film: Path, *, deny: bool = False) -> Iterator[Browser]:
    """Start Chromium whose camera plays the film; `deny` refuses the permission as a person would."""
    ui = "--use-fake-ui-for-media-stream" + ("=deny" if deny else "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update", ui,
                "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera_film}",
            ],
        )  # fmt: skip
        try:
            yield browser
        finally:
            browser.close()
