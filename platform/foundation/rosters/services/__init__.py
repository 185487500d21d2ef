"""Everything that writes: taking a file in, reading it, applying what it says, undoing that, and the sheets to hand out."""

from foundation.rosters.services.applying import apply
from foundation.rosters.services.correcting import correct
from foundation.rosters.services.retention import erase_values
from foundation.rosters.services.sheets import print_sheet
from foundation.rosters.services.undoing import undo
from foundation.rosters.services.uploading import preview_again, upload

__all__ = ["apply", "correct", "erase_values", "preview_again", "print_sheet", "undo", "upload"]
