"""Pictures: decoded within limits and written anew, so that only what is seen is kept.

Where and when a picture was taken, by which camera, and what hangs on at its end is gone: it could tell who
sent it.
"""

from pathlib import PurePath
from tempfile import TemporaryFile

from django.core.files import File
from PIL import Image, ImageOps

from portal.files.refusal import MANY_PIXELS, SEVERAL_PICTURES, Refused, damaged_if

PIXELS = 40_000_000
Image.MAX_IMAGE_PIXELS = PIXELS  # Pillow refuses twice that by itself, already on opening
DRAWN = {"1", "L", "LA", "P", "RGBA", "I;16"}  # kept without loss where a format leaves the choice
QUALITY = 90
BROKEN = (OSError, SyntaxError, ValueError, EOFError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def picture(form):
    """The check of pictures of one format; gives the picture that is kept in its stead."""

    def check(upload):
        upload.seek(0)
        try:
            with damaged_if(*BROKEN), Image.open(upload, formats=[form]) as image:
                return _kept(image, form, upload.name)
        except BOMBS as error:
            raise Refused(MANY_PIXELS) from error

    return check


def _kept(image, form, name):
    if image.width * image.height > PIXELS:
        raise Refused(MANY_PIXELS)
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # a phone's JPEG with its small twin
        raise Refused(SEVERAL_PICTURES)
    return _anew(ImageOps.exif_transpose(image), form, name)


def _anew(image, form, name):
    seen = {key: image.info[key] for key in ("transparency",) if key in image.info}
    drawn = form == "PNG" or form != "JPEG" and image.mode in DRAWN
    if not drawn and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.info = seen
    kept = File(TemporaryFile(), name=name)  # noqa: SIM115
    if drawn:
        image.save(kept, "PNG")
    else:
        image.save(kept, "JPEG", quality=QUALITY)
    endings = (".png",) if drawn else (".jpg", ".jpeg")
    path = PurePath(name)
    if path.suffix.lower() not in endings:
        kept.name = path.stem + endings[0]
    return kept
