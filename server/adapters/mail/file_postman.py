"""E-mail into a folder, one file a letter, for demonstrations: open them with any mail program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from server.adapters.mail.envelope import Sender, compose
from server.usecases.send_mail import Letter, NotDelivered


@dataclass(frozen=True, slots=True)
class FilePostman:
    """Writes `<id>.eml`, whole or not at all; a second copy takes the place of the first."""

    folder: Path
    sender: Sender

    def send(self, letter: Letter) -> None:
        """Write one letter.

        Raises: NotDelivered `mail_folder_unwritable`, and as `compose`.
        """
        content = compose(letter, self.sender).as_bytes()
        path = self.folder / f"{letter.id}.eml"
        beside = path.with_name(f".{path.name}.new")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.rename(path)
        except OSError:
            raise NotDelivered("mail_folder_unwritable") from None
