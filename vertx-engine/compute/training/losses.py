"""How far a student's features are from VGG19's, layer by layer.

All three measures are relative and have no unit. Features come as n x positions x channels, the
student's as they are, VGG19's as coordinates along principal components, scaled so that a
position's mean energy equals the number of the student's channels.
"""

import torch


def gram(rows, others=None):
    """Sums over positions: n x channels x channels."""
    return (rows.transpose(1, 2) @ (rows if others is None else others)).float()


def feature_error(mapped, target, rest):
    """Squared distance through the layer's linear map over VGG19's energy; rest: what was cut."""
    energy = (target**2).sum() / (1 - rest)
    return ((mapped - target) ** 2).sum() / energy + rest


def gram_error(mapped, target):
    """Relative Frobenius error of the Gram matrices through the map, one a picture."""
    wanted = gram(target)
    return (gram(mapped) - wanted).flatten(1).norm(dim=1) / wanted.flatten(1).norm(dim=1)


def kernel_error(features, target):
    """Squared relative error of all inner products between positions, one a picture.

    ||F F^T - T T^T||^2 over ||T T^T||^2, with rows for positions. It needs no map: it vanishes
    where the student's channels are a rotation of VGG19's, and then its Gram and content losses
    equal VGG19's (similarity-preserving distillation: Tung and Mori, 2019, equation 4).
    """
    ours, theirs, both = gram(features), gram(target), gram(features, target)
    squares = [m.flatten(1).pow(2).sum(1) for m in (ours, both, theirs)]
    return (squares[0] - 2 * squares[1] + squares[2]) / squares[2]
