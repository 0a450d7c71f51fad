"""Runs VGG19 once over a fixed set of changed crops and keeps its features on disk.

    cache.py VGG19.h5 PICTURES OUT_FOLDER

Training then costs what the small network costs. Features are kept as float16 coordinates along
the leading principal components of each layer (uncentred: the eigenvectors of its Gram matrix),
which hold the asked share of the energy; what is left out is a constant of the loss. Of block 1,
one position in 4 x 4 is kept, of block 2 one in 2 x 2, from an offset drawn per crop.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

import crops
import vgg

STRIDES = {1: 4, 2: 2, 3: 1, 4: 1, 5: 1}
SPECTRUM_CROPS = 480


def lattice(maps, offsets, stride):
    """Of each n x c x h x w map the positions of its own lattice, as n x positions x c."""
    if stride > 1:
        maps = torch.stack(
            [m[:, y % stride :: stride, x % stride :: stride] for m, (y, x) in zip(maps, offsets)]
        )
    return maps.flatten(2).transpose(1, 2)


def moments(teacher, pictures, batch, device):
    """Per layer the mean of f f^T over all positions, c x c, float64."""
    sums, counts = {}, {}
    for start in range(0, len(pictures), batch):
        x = vgg.input_of(pictures[start : start + batch], device)
        for name, f in vgg.features(x, teacher):
            f = f.transpose(0, 1).flatten(1)
            sums[name] = sums.get(name, 0) + (f @ f.t()).double().cpu().numpy()
            counts[name] = counts.get(name, 0) + f.shape[1]
    return {name: sums[name] / counts[name] for name in sums}


def components(moment, share):
    """The fewest eigenvectors, a multiple of 8, that hold a share of the energy: c x k."""
    values, vectors = np.linalg.eigh(moment)
    kept = np.cumsum(values[::-1]) / values.sum()
    count = min(len(values), -(-(int(np.searchsorted(kept, share)) + 1) // 8) * 8)
    return vectors[:, ::-1][:, :count].astype(np.float32), float(kept[count - 1])


class Cache:
    """What cache.py wrote."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.facts = json.loads((self.folder / "cache.json").read_text())
        self.pictures = np.load(self.folder / "crops.npy", mmap_mode="r")
        self.offsets = np.load(self.folder / "offsets.npy")
        self.moments = dict(np.load(self.folder / "moments.npz"))
        self.components = dict(np.load(self.folder / "components.npz"))
        self.coordinates = {
            name: np.load(self.folder / f"{name}.npy", mmap_mode="r") for name in vgg.LAYERS
        }

    def energy(self, name):
        """Mean over positions of the teacher's squared features, all of them."""
        return float(np.trace(self.moments[name]))

    def targets(self, indices, device="cpu"):
        """name -> the teacher's coordinates at the kept positions, n x positions x k, float32."""
        return {
            name: torch.tensor(stored[indices].astype(np.float32), device=device)
            for name, stored in self.coordinates.items()
        }


def build(arguments):
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    count, side = arguments.crops, arguments.side
    began = time.time()
    pictures = np.lib.format.open_memmap(
        out / "crops.npy", "w+", np.uint8, (count, side, side, 3)
    )
    crops.write(arguments.pictures, pictures, count, side, arguments.seed)
    print(f"{count} crops in {time.time() - began:.0f} s", flush=True)
    offsets = np.random.RandomState(arguments.seed + 1).randint(0, 4, (count, 2))
    np.save(out / "offsets.npy", offsets)
    teacher = {n: (k.to(device), b.to(device)) for n, (k, b) in vgg.read(arguments.vgg19).items()}
    moment = moments(teacher, pictures[:SPECTRUM_CROPS], arguments.batch, device)
    np.savez(out / "moments.npz", **moment)
    kept = {name: components(m, arguments.share) for name, m in moment.items()}
    np.savez(out / "components.npz", **{name: v for name, (v, _) in kept.items()})
    for name, (v, share) in kept.items():
        print(f"{name}: {v.shape[1]} of {v.shape[0]} components hold {share:.4f}", flush=True)
    project(teacher, pictures, offsets, {n: v for n, (v, _) in kept.items()}, arguments, device)
    facts = {"crops": count, "side": side, "seed": arguments.seed, "seconds": time.time() - began}
    facts["energy_kept"] = {name: share for name, (_, share) in kept.items()}
    (out / "cache.json").write_text(json.dumps(facts, indent=2))


def project(teacher, pictures, offsets, components_of, arguments, device):
    count, batch, stores, said = len(pictures), arguments.batch, {}, time.time()
    axes = {n: torch.tensor(v, device=device) for n, v in components_of.items()}
    for start in range(0, count, batch):
        end = min(count, start + batch)
        x = vgg.input_of(pictures[start:end], device)
        with vgg.precision(arguments.precision, device):
            maps = list(vgg.features(x, teacher))
        for name, f in maps:
            stride = STRIDES[vgg.block_of(name)]
            z = lattice(f.float(), offsets[start:end], stride) @ axes[name]
            if name not in stores:
                stores[name] = np.lib.format.open_memmap(
                    arguments.out / f"{name}.npy", "w+", np.float16, (count,) + z.shape[1:]
                )
            stores[name][start:end] = z.clamp(-65000, 65000).half().cpu().numpy()
        if time.time() - said > 60:
            said = time.time()
            print(f"{end} of {count} crops", flush=True)
    for store in stores.values():
        store.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vgg19", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--crops", type=int, default=12000)
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--share", type=float, default=0.97)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--precision", choices=("bfloat16", "float32"), default="bfloat16",
                        help="of VGG19's convolutions; processors without bfloat16 want float32")
    parser.add_argument("--seed", type=int, default=1)
    with torch.no_grad():
        build(parser.parse_args())


if __name__ == "__main__":
    main()
