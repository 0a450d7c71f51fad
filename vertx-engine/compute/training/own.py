"""Keeps crops of pictures that a small network itself has made, with VGG19's features of them.

    own.py VGG19.h5 PICTURES CACHE NETWORK.safetensors OUT_FOLDER [--pairs N]

An optimisation finds patterns that the small network takes for a style and VGG19 doesn't;
photographs and paintings hardly show them. Pairs of training pictures are drawn at random, each is
run through `stylestream stylize` with NETWORK, and crops of what it was like on the way are kept as
cache.py keeps those of CACHE, along the same principal components; the same command goes on where
it was broken off. `train.py --own OUT_FOLDER` mixes them in.
"""

import argparse
import concurrent.futures
import csv
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import cache as cached
import crops
import vgg

ROOT = Path(__file__).resolve().parents[3]
SIZES = (160, 384)
"""Long sides, in pixels, between which a pair's is drawn."""


class Pair:
    """A run to make: its pictures, size and stages, the same for the same seed and number."""

    def __init__(self, number, rows, arguments):
        self.number = number
        self.rng = np.random.RandomState([arguments.seed, number])
        weights = np.array([float(row["weight"]) for row in rows])
        self.files = [
            arguments.pictures / rows[i]["file"]
            for i in self.rng.choice(len(rows), 2, replace=False, p=weights / weights.sum())
        ]
        low, high = SIZES
        self.size = int(round(low * (high / low) ** self.rng.rand()))
        self.scales = 1 + self.rng.randint(2)

    def frames(self, arguments):
        """What the picture was like on the way, as arrays h x w x 3 that hold a crop."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [arguments.stylestream, "stylize", *self.files, "--quiet"]
                + ["--network", arguments.network, "--size", str(self.size)]
                + ["--scales", str(self.scales), "--iterations", str(arguments.iterations)]
                + ["--keep-every", str(arguments.every), "--frames", f"{folder}/frames"]
                + ["--threads", "1", "--output", f"{folder}/result.png"],
                check=True,
            )
            found = sorted(Path(folder, "frames").iterdir())
            frames = [np.asarray(Image.open(path).convert("RGB")) for path in found]
        return [f for f in frames[1:] if min(f.shape[:2]) >= arguments.side]

    def crops(self, arguments):
        """Crops of the frames, n x side x side x 3; kept in a file, for when this is broken off."""
        path = arguments.out / "pairs" / f"{self.number:05}.npy"
        if not path.exists():
            made = [
                self.crop(frame, arguments.side)
                for frame in self.frames(arguments)
                for _ in range(arguments.crops_a_frame)
            ]
            part = path.with_suffix(".part.npy")
            np.save(part, np.array(made, np.uint8).reshape(-1, arguments.side, arguments.side, 3))
            part.replace(path)
        return np.load(path)

    def crop(self, frame, side):
        top, left = (self.rng.randint(n - side + 1) for n in frame.shape[:2])
        square = Image.fromarray(frame[top : top + side, left : left + side])
        turn = crops.TRANSPOSITIONS[self.rng.randint(len(crops.TRANSPOSITIONS))]
        return np.asarray(square if turn is None else square.transpose(turn))


def make_crops(arguments):
    """The crops of all pairs, n x side x side x 3, in an order drawn at random."""
    with open(arguments.pictures / "sources.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    pairs = [Pair(number, rows, arguments) for number in range(arguments.pairs)]
    made = []
    with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
        for number, some in enumerate(pool.map(lambda pair: pair.crops(arguments), pairs), 1):
            made.append(some)
            if number % 10 == 0:
                print(f"{number} of {len(pairs)} pairs", flush=True)
    joined = np.concatenate(made)
    return joined[np.random.RandomState(arguments.seed).permutation(len(joined))]


def build(arguments):
    out = arguments.out
    (out / "pairs").mkdir(parents=True, exist_ok=True)
    pictures = make_crops(arguments)
    np.save(out / "crops.npy", pictures)
    offsets = np.random.RandomState(arguments.seed + 1).randint(0, 4, (len(pictures), 2))
    np.save(out / "offsets.npy", offsets)
    for name in ("components.npz", "moments.npz"):
        shutil.copy(arguments.cache / name, out / name)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    teacher = {n: (k.to(device), b.to(device)) for n, (k, b) in vgg.read(arguments.vgg19).items()}
    components = dict(np.load(out / "components.npz"))
    cached.project(teacher, pictures, offsets, components, arguments, device)
    facts = json.loads((arguments.cache / "cache.json").read_text())
    facts.update(crops=len(pictures), seed=arguments.seed, network=arguments.network.name)
    (out / "cache.json").write_text(json.dumps(facts, indent=2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vgg19", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stylestream", type=Path, default=ROOT / "stylestream")
    parser.add_argument("--pairs", type=int, default=240)
    parser.add_argument("--iterations", type=int, default=120)
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--crops-a-frame", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--precision", choices=("bfloat16", "float32"), default="bfloat16",
                        help="of VGG19's convolutions; processors without bfloat16 want float32")
    parser.add_argument("--seed", type=int, default=1)
    with torch.no_grad():
        build(parser.parse_args())


if __name__ == "__main__":
    main()
