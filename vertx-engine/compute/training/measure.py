"""Measures how well a network follows VGG19 on pictures that it wasn't trained on.

    measure.py VGG19.h5 CACHE NETWORK.safetensors TEST_FOLDER...

The linear map per layer is the ridge regression over crops of CACHE; errors are means over squares
of 256 pixels from the test pictures. Prints a table in Markdown:
features: squared distance through the map, relative to VGG19's energy;
Gram: relative Frobenius error of the Gram matrix through the map;
pull: cosine between the two networks' gradients, with respect to the image, of the distance
between the Gram matrices of a square and those of the next picture's, without any map; at the
layers that presets take the style from.
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
MAP_CROPS = 320
STYLE_LAYERS = [name for name in vgg.LAYERS if vgg.starts_block(name)]


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


def maps(student, store):
    """name -> the regression from the student's features to VGG19's, c x C."""
    sums = {name: [0, 0] for name in vgg.LAYERS}
    for first in range(0, MAP_CROPS, 8):
        indices = np.arange(first, first + 8)
        targets = store.targets(indices)
        for name, f in vgg.features(vgg.input_of(store.pictures[indices]), student):
            stride = cached.STRIDES[vgg.block_of(name)]
            ours = cached.lattice(f, store.offsets[indices], stride).flatten(0, 1).double()
            sums[name][0] += ours.t() @ ours
            sums[name][1] += ours.t() @ targets[name].flatten(0, 1).double()
    for ours, _ in sums.values():
        ours.diagonal().add_(1e-5 * ours.diagonal().mean())
    return {
        name: torch.linalg.solve(ours, both).float() @ torch.tensor(store.components[name]).t()
        for name, (ours, both) in sums.items()
    }


def rows(maps_):
    return maps_.flatten(2).transpose(1, 2)


def pulls(network, pictures):
    """name -> the gradient of the Gram distance to the other picture at each of two pictures."""
    with torch.no_grad():
        wanted = {n: losses.gram(rows(f)) for n, f in vgg.features(pictures, network)}
    x = pictures.clone().requires_grad_()
    gradients = {}
    for name, f in vgg.features(x, network):
        if name not in STYLE_LAYERS:
            continue
        difference = (losses.gram(rows(f)) - wanted[name].roll(-1, 0)) / wanted[name].norm()
        gradient = torch.autograd.grad(difference.pow(2).sum(), x, retain_graph=True)[0]
        gradients[name] = gradient.flatten(1)
    return gradients


def measure(teacher, student, store, pictures):
    """name -> (feature errors, Gram errors, cosines of the pulls), lists."""
    with torch.no_grad():
        fitted = maps(student, store)
    measured = {name: ([], [], []) for name in vgg.LAYERS}
    inputs = vgg.input_of(pictures)
    for first in range(len(inputs)):
        x = inputs[[first, (first + 1) % len(inputs)]]
        with torch.no_grad():
            both = zip(vgg.features(x[:1], teacher), vgg.features(x[:1], student))
            for (n, theirs), (_, ours) in both:
                mapped, target = rows(ours) @ fitted[n], rows(theirs)
                measured[n][0].append(float(losses.feature_error(mapped, target, 0)))
                measured[n][1].append(float(losses.gram_error(mapped, target)))
        theirs, ours = pulls(teacher, x), pulls(student, x)
        for n in STYLE_LAYERS:
            measured[n][2].append(float(torch.cosine_similarity(theirs[n][:1], ours[n][:1])))
    return measured


def table(measured):
    lines = ["| layer | features | Gram | pull |", "|---|---|---|---|"]
    for name, values in measured.items():
        means = " | ".join(f"{np.mean(v):.3f}" if v else "" for v in values)
        lines.append(f"| {name} | {means} |")
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
