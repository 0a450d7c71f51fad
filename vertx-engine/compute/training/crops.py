"""Square pieces of the training pictures, changed at random, the same for the same seed."""

import csv

import numpy as np
from PIL import Image

TRANSPOSITIONS = (None, Image.FLIP_LEFT_RIGHT, Image.TRANSPOSE, Image.ROTATE_90)


def load(path, shorter):
    """A picture as RGB, enlarged where its short side is less than shorter."""
    picture = Image.open(path).convert("RGB")
    scale = shorter / min(picture.size)
    if scale <= 1:
        return picture
    return picture.resize([max(shorter, round(n * scale)) for n in picture.size], Image.BICUBIC)


def piece(picture, side, rng):
    """A square of a picture, of any scale between its pixels and its whole short side."""
    largest = min(picture.size)
    smallest = min(largest, 0.8 * side)
    size = int(round(smallest * (largest / smallest) ** (rng.rand() ** 1.3)))
    left, top = (rng.randint(n - size + 1) for n in picture.size)
    square = picture.resize(
        (side, side), Image.LANCZOS, box=(left, top, left + size, top + size)
    )
    turn = TRANSPOSITIONS[rng.randint(len(TRANSPOSITIONS))]
    return square if turn is None else square.transpose(turn)


def changed(pixels, rng):
    """Colours, contrast and noise changed at random: what an optimisation shows a network."""
    if rng.rand() < 0.15:
        pixels = pixels[:, :, rng.permutation(3)]
    if rng.rand() < 0.4:
        pixels = (pixels - 128) * rng.uniform(0.5, 1.5) + 128 + rng.randn(3) * 20
    if rng.rand() < 0.15:
        blurred = np.asarray(
            Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).reduce(4).resize(
                pixels.shape[1::-1], Image.BICUBIC
            ),
            np.float64,
        )
        pixels = pixels + rng.uniform(0.3, 1.5) * (pixels - blurred)
    if rng.rand() < 0.2:
        pixels = pixels + rng.randn(*pixels.shape) * rng.uniform(2, 40)
    return pixels


def shares(weights, count, rng):
    """How many of count crops each picture gives, in proportion to weights."""
    exact = np.asarray(weights, float) / np.sum(weights) * count
    given = np.floor(exact).astype(int)
    order = rng.permutation(len(given))
    rest = count - given.sum()
    given[order[np.argsort(-(exact - given)[order], kind="stable")][:rest]] += 1
    return given


def write(folder, out, count, side, seed):
    """Fills out, an array count x side x side x 3 of uint8, from a folder that gather.py wrote."""
    rng = np.random.RandomState(seed)
    with open(folder / "sources.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    places = iter(rng.permutation(count))
    previous = None
    for row, share in zip(rows, shares([float(r["weight"]) for r in rows], count, rng)):
        picture = load(folder / row["file"], side)
        for _ in range(share):
            pixels = np.asarray(piece(picture, side, rng), np.float64)
            if previous is not None and rng.rand() < 0.08:
                pixels = pixels + rng.uniform(0.2, 0.8) * (previous - pixels)
            previous = pixels
            out[next(places)] = np.clip(np.rint(changed(pixels, rng)), 0, 255)
