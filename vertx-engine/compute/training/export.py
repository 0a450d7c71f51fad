"""Writes a trained student as vgg19-lite.safetensors: float16, with gains as VGG19's.

    export.py CACHE CHECKPOINT OUT.safetensors --version N

Every layer's gain is chosen so that the Frobenius norms of its Gram matrices equal VGG19's
(geometric mean over pictures), and folded into the weights: a ReLU passes positive factors on.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch

import cache as cached
import losses
import start
import vgg

REFERENCE_CHANNELS = (64, 128, 256, 512, 512)
GAIN_CROPS = 128


def gram_norm(rows):
    return losses.gram(rows).flatten(1).norm(dim=1)


def gains(layers, store):
    """name -> the factor on the student's features that gives its Gram matrices VGG19's norm."""
    logs = {name: [] for name in vgg.LAYERS}
    for first in range(0, GAIN_CROPS, 8):
        indices = np.arange(first, first + 8)
        x = vgg.input_of(store.pictures[indices]) * start.INPUT_SCALE
        targets = store.targets(indices)
        for name, maps in vgg.features(x, layers):
            stride = cached.STRIDES[vgg.block_of(name)]
            ours = cached.lattice(maps, store.offsets[indices], stride)
            logs[name].append((gram_norm(targets[name]) / gram_norm(ours)).log() / 2)
    return {name: float(torch.cat(values).mean().exp()) for name, values in logs.items()}


def folded(layers, gain):
    """The layers for VGG19's own input, each layer's features times its gain."""
    result, before = {}, 1 / start.INPUT_SCALE
    for name, (kernel, bias) in layers.items():
        result[name] = (kernel * (gain[name] / before), bias * gain[name])
        before = gain[name]
    return result


def safetensors(tensors, metadata):
    """The bytes of a safetensors file of float16 arrays."""
    header, blobs, at = {"__metadata__": metadata}, [], 0
    for name, values in tensors.items():
        half = np.ascontiguousarray(values, np.float16)
        if not np.isfinite(half).all():
            raise ValueError(f"{name} doesn't fit into float16")
        header[name] = {
            "dtype": "F16",
            "shape": list(half.shape),
            "data_offsets": [at, at + half.nbytes],
        }
        at += half.nbytes
        blobs.append(half.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(blobs)


def write(path, layers, version):
    """Writes layers, name -> (kernel out x in x 3 x 3, bias), beside path, then moves them there."""
    tensors = {}
    for name, (kernel, bias) in layers.items():
        tensors[name + "/kernel"] = kernel.permute(2, 3, 1, 0).numpy()
        tensors[name + "/bias"] = bias.numpy()
    metadata = {
        "format": "vgg",
        "name": "vgg19-lite",
        "version": version,
        "input": "BGR minus " + ",".join(map(str, vgg.CHANNEL_MEANS)),
        "reference_channels": ",".join(map(str, REFERENCE_CHANNELS)),
        "origin": "derived for this project from VGG19 (Simonyan and Zisserman, CC BY 4.0):"
        " channels selected, refitted and trained to follow its features",
    }
    part = path.with_name(path.name + ".part")
    part.write_bytes(safetensors(tensors, metadata))
    part.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    layers, _ = torch.load(arguments.checkpoint, map_location="cpu")["student"]
    with torch.no_grad():
        gain = gains(layers, cached.Cache(arguments.cache))
    write(arguments.out, folded(layers, gain), arguments.version)
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
