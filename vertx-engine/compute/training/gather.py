"""Gathers the training pictures from Debian's packages, whose licences allow it.

    gather.py OUT_FOLDER

Downloads the packages that pictures.json names (with apt-get, nothing is installed), takes the
pictures out of them, makes them small enough (at most 768 pixels on the short side) and writes
them as PNG into OUT_FOLDER, with a list of where each came from (sources.tsv). What is there
already isn't fetched again. Pictures held out for tests are left out, by name.
"""

import argparse
import fnmatch
import json
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

SHORTEST = 180
LARGEST_SHORT_SIDE = 768
PICTURES = ("*.png", "*.jpg", "*.jpeg", "*.webp")
Image.MAX_IMAGE_PIXELS = 40_000_000


def unpack(package, folder):
    """Downloads a Debian package and unpacks it below folder; gives where."""
    target = folder / package
    if not target.exists():
        print(f"fetching {package}", flush=True)
        subprocess.run(
            ["apt-get", "download", "-qq", package], cwd=folder, check=True, stdout=sys.stderr
        )
        archive = next(folder.glob(package + "_*.deb"))
        part = folder / (package + ".part")
        subprocess.run(["dpkg", "-x", archive, part], check=True)
        part.rename(target)
        archive.unlink()
    return target


class QtResource:
    """The files in a compiled Qt resource file (.rcc), format versions 1 to 3."""

    DIRECTORY, COMPRESSED, ZSTANDARD = 2, 1, 4

    def __init__(self, path):
        self.bytes = path.read_bytes()
        if self.bytes[:4] != b"qres":
            raise ValueError(f"{path} isn't a compiled Qt resource file")
        version, self.tree, self.data, self.names = (
            self.number(4 + 4 * i, 4) for i in range(4)
        )
        self.entry_size = 14 if version == 1 else 22

    def number(self, offset, size):
        return int.from_bytes(self.bytes[offset : offset + size], "big")

    def name(self, entry):
        at = self.names + self.number(entry, 4)
        return self.bytes[at + 6 : at + 6 + 2 * self.number(at, 2)].decode("utf-16-be")

    def content(self, entry):
        at = self.data + self.number(entry + 10, 4)
        content = self.bytes[at + 4 : at + 4 + self.number(at, 4)]
        flags = self.number(entry + 4, 2)
        if flags & self.ZSTANDARD:
            raise ValueError(f"{self.name(entry)} is compressed with Zstandard")
        return zlib.decompress(content[4:]) if flags & self.COMPRESSED else content

    def files(self, index=0):
        """Yields (name, content) of every file."""
        entry = self.tree + index * self.entry_size
        if not self.number(entry + 4, 2) & self.DIRECTORY:
            yield self.name(entry), self.content(entry)
            return
        count, first = self.number(entry + 6, 4), self.number(entry + 10, 4)
        for child in range(first, first + count):
            yield from self.files(child)


def unpack_resource(package_folder, resource):
    """Unpacks the package's .rcc file of that name beside it; gives the folder."""
    target = package_folder / "resources" / resource
    if not target.exists():
        target.mkdir(parents=True)
        for name, content in QtResource(next(package_folder.rglob(resource + ".rcc"))).files():
            (target / name).write_bytes(content)
    return target


def assemble(board):
    """Puts the pieces of a jigsaw puzzle of GCompris together; None where it has no size."""
    text = board.read_text()
    size = re.search(r'"width"\s*:\s*(\d+),\s*"height"\s*:\s*(\d+)', text)
    if not size:
        return None
    width, height = int(size[1]), int(size[2])
    whole = np.zeros((height, width, 4), np.uint8)
    piece_line = r'"pixmapfile"\s*:\s*"image/(\S+?)",\s*"x"\s*:\s*"([\d.]+)",\s*"y"\s*:\s*"([\d.]+)"'
    for file, x, y in re.findall(piece_line, text):
        piece = Image.open(board.parent / file).convert("RGBA")
        left = round(float(x) * width - piece.width / 2)
        top = round(float(y) * height - piece.height / 2)
        canvas = Image.fromarray(whole)
        canvas.alpha_composite(piece, (max(left, 0), max(top, 0)))
        whole = np.asarray(canvas)
    ys, xs = np.nonzero(whole[:, :, 3] > 250)
    inner = whole[np.percentile(ys, 1).astype(int) : np.percentile(ys, 99).astype(int)]
    inner = inner[:, np.percentile(xs, 1).astype(int) : np.percentile(xs, 99).astype(int)]
    return Image.fromarray(inner)


def picture_files(root, patterns):
    files = [p for pattern in PICTURES for p in root.rglob(pattern)]
    return sorted(
        p for p in files if any(fnmatch.fnmatch(str(p.relative_to(root)), q) for q in patterns)
    )


def opaque(picture, seed):
    """Lays a picture with transparent parts on a plain, seeded colour."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    colour = np.random.RandomState(seed).randint(0, 256, 3)
    ground = Image.new("RGBA", picture.size, tuple(int(c) for c in colour) + (255,))
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def smaller(picture):
    scale = LARGEST_SHORT_SIDE / min(picture.size)
    if scale >= 1:
        return picture
    return picture.resize([max(1, round(n * scale)) for n in picture.size], Image.LANCZOS)


def pictures_of(source, folder):
    """Yields (name, picture) of a source."""
    root = unpack(source["package"], folder)
    if "resource" in source:
        root = unpack_resource(root, source["resource"])
    if "assemble" in source:
        for board in sorted(root.glob(source["assemble"])):
            whole = assemble(board)
            if whole is not None:
                names = " ".join(re.findall(r"image/(\S+?)\"", board.read_text()))
                yield f"{board.name} {names}", whole
        return
    for path in picture_files(root, source["files"]):
        yield str(path.relative_to(root)), Image.open(path)


def gather(out, listing, packages):
    held_out = listing["held_out"]
    rows = []
    for source in listing["sources"]:
        for name, picture in pictures_of(source, packages):
            if min(picture.size) < SHORTEST or any(fnmatch.fnmatch(name, h) for h in held_out):
                continue
            file = f"{len(rows):05d}.png"
            smaller(opaque(picture, len(rows))).save(out / file)
            origin = name.split(" ")[0] if "assemble" in source else name
            rows.append(
                (file, source["package"], origin, source["kind"], source["licence"], source["weight"])
            )
    head = ("file", "package", "origin", "kind", "licence", "weight")
    (out / "sources.tsv").write_text("".join("\t".join(map(str, r)) + "\n" for r in [head] + rows))
    return len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--packages", type=Path, help="where packages are kept (a temporary folder)")
    arguments = parser.parse_args()
    listing = json.loads((Path(__file__).parent / "pictures.json").read_text())
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        packages = arguments.packages or Path(temporary)
        packages.mkdir(parents=True, exist_ok=True)
        print(f"{gather(arguments.out, listing, packages)} pictures in {arguments.out}")


if __name__ == "__main__":
    main()
