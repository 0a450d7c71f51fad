"""Measures how well a network follows VGG19 on pictures that it wasn't trained on.

    measure.py VGG19.h5 CACHE NETWORK.safetensors TEST_FOLDER...

The linear map per layer is the ridge regression over crops of CACHE; errors are means over squares
of 256 pixels from the test pictures. Prints a table in Markdown:
features: squared distance through the map, relative to VGG19's energy;
Gram: relative Frobenius error of the Gram matrix through the map;
pull: cosine between the two networks' gradients, with respect to the image, of the distance
between the Gram matrices of a square and those of the next picture's, without any map.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import cache as cached
import losses
import vgg

SIDE = 256
MAP_CROPS = 160


def squares(folders):
    """n x SIDE x SIDE x 3: the middle of every picture, its short side made 1.5 x SIDE."""
    taken = []
    for path in sorted(p for folder in folders for p in folder.iterdir()):
        if path.suffix.lower() not in (".png", ".jpg") or "mask" in path.name:
            continue
        picture = Image.open(path).convert("RGB")
        scale = 1.5 * SIDE / min(picture.size)
        picture = picture.resize([round(n * scale) for n in picture.size], Image.LANCZOS)
        left, top = ((n - SIDE) // 2 for n in picture.size)
        taken.append(np.asarray(picture.crop((left, top, left + SIDE, top + SIDE))))
    return np.stack(taken)


def maps(teacher, student, store):
    """name -> the regression from the student's features to VGG19's, c x C."""
    sums = {name: [0, 0] for name in vgg.LAYERS}
    for first in range(0, MAP_CROPS, 8):
        x = vgg.input_of(store.pictures[first : first + 8])
        for (name, theirs), (_, ours) in zip(vgg.features(x, teacher), vgg.features(x, student)):
            ours, theirs = (f.transpose(0, 1).flatten(1).double() for f in (ours, theirs))
            sums[name][0] += ours @ ours.t()
            sums[name][1] += ours @ theirs.t()
    for ours, _ in sums.values():
        ours.diagonal().add_(1e-5 * ours.diagonal().mean())
    return {name: torch.linalg.solve(ours, both).float() for name, (ours, both) in sums.items()}


def rows(maps_):
    return maps_.flatten(2).transpose(1, 2)


def pulls(network, pictures):
    """name -> the gradient of the Gram distance to the next picture at each picture."""
    with torch.no_grad():
        wanted = {n: losses.gram(rows(f)) for n, f in vgg.features(pictures, network)}
    x = pictures.clone().requires_grad_()
    gradients = {}
    for name, f in vgg.features(x, network):
        scale = wanted[name].norm()
        distance = ((losses.gram(rows(f)) - wanted[name].roll(-1, 0)) / scale).pow(2).sum()
        gradients[name] = torch.autograd.grad(distance, x, retain_graph=True)[0].flatten(1)
    return gradients


def measure(teacher, student, store, pictures):
    """name -> (feature error, Gram error, cosine of the pulls)."""
    with torch.no_grad():
        fitted = maps(teacher, student, store)
    measured = {name: ([], [], []) for name in vgg.LAYERS}
    inputs = vgg.input_of(pictures)
    for first in range(0, len(inputs), 2):
        x = inputs[first : first + 2]
        x = x if len(x) == 2 else inputs[[first, 0]]
        with torch.no_grad():
            for (n, theirs), (_, ours) in zip(vgg.features(x, teacher), vgg.features(x, student)):
                mapped, target = rows(ours) @ fitted[n], rows(theirs)
                for m, t in zip(mapped, target):
                    measured[n][0].append(losses.feature_error(m, t, 0))
                measured[n][1].extend(losses.gram_error(mapped, target))
        theirs, ours = pulls(teacher, x), pulls(student, x)
        for n in vgg.LAYERS:
            measured[n][2].extend(torch.cosine_similarity(theirs[n], ours[n], dim=1))
    return {n: tuple(float(torch.stack(v).mean()) for v in values) for n, values in measured.items()}


def table(measured):
    lines = ["| layer | features | Gram | pull |", "|---|---|---|---|"]
    lines += [f"| {n} | {f:.3f} | {g:.3f} | {p:.3f} |" for n, (f, g, p) in measured.items()]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vgg19", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("tests", type=Path, nargs="+")
    arguments = parser.parse_args()
    teacher, student = vgg.read(arguments.vgg19), vgg.read(arguments.network)
    store = cached.Cache(arguments.cache)
    print(table(measure(teacher, student, store, squares(arguments.tests))))


if __name__ == "__main__":
    main()
