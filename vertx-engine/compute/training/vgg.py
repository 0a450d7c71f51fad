"""VGG's topology as far as block5_conv2, at any widths: weights from files, features of pictures."""

import json
import struct

import h5py
import numpy as np
import torch
import torch.nn.functional as F

BLOCKS = (2, 2, 4, 4, 2)
LAYERS = [f"block{b + 1}_conv{c + 1}" for b, n in enumerate(BLOCKS) for c in range(n)]
CHANNEL_MEANS = (103.939, 116.779, 123.68)
"""What VGG subtracts from blue, green and red (Simonyan and Zisserman; Keras' preprocessing)."""


def block_of(layer):
    """The number, from 1, of a layer's block."""
    return int(layer[5])


def starts_block(layer):
    return layer.endswith("conv1")


def input_of(pictures, device="cpu"):
    """Pictures, n x h x w x 3 RGB on 0-255, as a network's input: n x 3 x h x w, BGR minus means."""
    bgr = torch.tensor(np.asarray(pictures), dtype=torch.float32, device=device).flip(-1)
    return (bgr - torch.tensor(CHANNEL_MEANS, device=device)).permute(0, 3, 1, 2).contiguous()


def read_keras(path):
    """The layers of Keras' VGG19 file: name -> (kernel out x in x 3 x 3, bias)."""
    layers = {}
    with h5py.File(path, "r") as file:
        for layer in LAYERS:
            group = file[layer]
            kernel, bias = (
                np.asarray(next(group[n] for n in group if f"_{part}" in n)) for part in "Wb"
            )
            layers[layer] = (
                torch.tensor(kernel).permute(3, 2, 0, 1).contiguous(),
                torch.tensor(bias),
            )
    return layers


def read_safetensors(path):
    """The layers of a network of ours, as read_keras gives them."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        content = file.read()

    def tensor(name):
        entry = header[name]
        begin, end = entry["data_offsets"]
        kind = {"F16": np.float16, "F32": np.float32}[entry["dtype"]]
        values = np.frombuffer(content[begin:end], kind).astype(np.float32)
        return torch.tensor(values.reshape(entry["shape"]))

    return {
        layer: (
            tensor(layer + "/kernel").permute(3, 2, 0, 1).contiguous(),
            tensor(layer + "/bias"),
        )
        for layer in LAYERS
    }


def read(path):
    """Reads a network's layers from a .h5 file of Keras' or a .safetensors file of ours."""
    return (read_keras if str(path).endswith(".h5") else read_safetensors)(path)


def precision(name, device):
    """A context in which convolutions and products run in bfloat16, or in float32 as ever."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=name == "bfloat16")


def features(x, layers, names=LAYERS):
    """Yields (name, features after the ReLU) of each layer in turn, n x c x h x w."""
    for name in names:
        if starts_block(name) and name != LAYERS[0]:
            x = F.max_pool2d(x, 2)
        kernel, bias = layers[name]
        x = F.relu(F.conv2d(x, kernel, bias, padding=1))
        yield name, x
