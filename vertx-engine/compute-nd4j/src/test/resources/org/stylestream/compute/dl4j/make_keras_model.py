"""Writes keras-functional.h5: a whole model, configuration and weights, as model.save of tf.keras 2.9 does.

Of VGG-19's shape, with few channels, names that say nothing, and classes on top. Run with h5py 3:
python3 make_keras_model.py. The values are made up: element i of the kernel of convolution l (from 0) is
amplitude · sin(i + l), amplitude² = 4 / (9 · inputs); of its bias cos(i + l). The file and this script are under
the project's licence, Apache-2.0.
"""

import json

import h5py
import numpy as np

BLOCKS = [(2, 4), (2, 6), (4, 8), (4, 8), (4, 8)]
HEIGHT, WIDTH, CLASSES = 32, 48, 5

layers = []
weights = []


def add(kind, name, inbound, **config):
    layers.append(
        {
            "class_name": kind,
            "config": {"name": name, "trainable": True, "dtype": "float32", **config},
            "name": name,
            "inbound_nodes": [[[inbound, 0, 0, {}]]] if inbound else [],
        }
    )
    return name


def initializers():
    return {
        "use_bias": True,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None,
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "bias_constraint": None,
    }


def waves(number, shape, inputs):
    amplitude = (4 / (9 * inputs)) ** 0.5
    kernel = amplitude * np.sin(np.arange(np.prod(shape)) + number)
    bias = np.cos(np.arange(shape[-1]) + number)
    return kernel.reshape(shape).astype(np.float32), bias.astype(np.float32)


below = add("InputLayer", "input_1", None, batch_input_shape=[None, HEIGHT, WIDTH, 3], sparse=False, ragged=False)
inputs = 3
number = 0
for block, (count, outputs) in enumerate(BLOCKS):
    if block > 0:
        below = add(
            "MaxPooling2D", f"max_pooling2d_{block}", below,
            pool_size=[2, 2], padding="valid", strides=[2, 2], data_format="channels_last",
        )
    for _ in range(count):
        name = f"conv2d_{number}"
        below = add(
            "Conv2D", name, below,
            filters=outputs, kernel_size=[3, 3], strides=[1, 1], padding="same", data_format="channels_last",
            dilation_rate=[1, 1], groups=1, activation="relu", **initializers(),
        )
        weights.append((name, *waves(number, (3, 3, inputs, outputs), inputs)))
        inputs = outputs
        number += 1
below = add("Flatten", "flatten", below, data_format="channels_last")
flat = (HEIGHT >> 4) * (WIDTH >> 4) * inputs
add("Dense", "dense", below, units=CLASSES, activation="softmax", **initializers())
weights.append(("dense", *waves(number, (flat, CLASSES), flat)))

config = {
    "class_name": "Functional",
    "config": {
        "name": "model",
        "trainable": True,
        "layers": layers,
        "input_layers": [["input_1", 0, 0]],
        "output_layers": [["dense", 0, 0]],
    },
}

with h5py.File("keras-functional.h5", "w") as file:
    file.attrs["backend"] = "tensorflow"
    file.attrs["keras_version"] = "2.9.0"
    file.attrs["model_config"] = json.dumps(config)
    root = file.create_group("model_weights")
    root.attrs["backend"] = "tensorflow"
    root.attrs["keras_version"] = "2.9.0"
    root.attrs["layer_names"] = np.array([layer["name"].encode() for layer in layers])
    for layer in layers:
        root.create_group(layer["name"]).attrs["weight_names"] = np.array([], dtype="S1")
    for name, kernel, bias in weights:
        group = root[name]
        group.attrs["weight_names"] = np.array([f"{name}/kernel:0".encode(), f"{name}/bias:0".encode()])
        group[f"{name}/kernel:0"] = kernel
        group[f"{name}/bias:0"] = bias
