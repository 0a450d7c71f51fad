package org.stylestream.compute.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;

/**
 * Passes of whole images, over arrays and operations that are made once. The activations of all
 * layers are kept, as they mask the gradients, for which two buffers take turns.
 */
final class Nd4jFeaturePass implements FeaturePass {
  /** Means of red, green and blue that VGG was trained with. */
  private static final float[] MEANS = {123.68f, 116.779f, 103.939f};

  /**
   * The way up to a layer.
   *
   * @param operations from the map below to this one
   */
  private record Forward(String name, Nd4jFeatureMap map, List<CustomOp> operations) {}

  /**
   * The way down from a layer.
   *
   * @param mask takes the gradient at its map through its ReLU
   * @param operations from there to the gradient at the map below
   */
  private record Backward(Nd4jFeatureGradient gradient, CustomOp mask, List<CustomOp> operations) {}

  private final Nd4jFeatureNetwork network;
  private final PassShapes shapes;
  private final Set<String> taps;
  private final List<NativeFloats> owned = new ArrayList<>();
  private final NativeFloats image;
  private final NativeFloats means;
  private final List<Forward> up = new ArrayList<>();
  private final List<Backward> down = new ArrayList<>();
  private final NativeFloats[] maps;
  private INDArray imageGradient = Nd4j.empty();
  private boolean ready;

  Nd4jFeaturePass(
      Nd4jFeatureNetwork network, int height, int width, List<String> taps, boolean gradients) {
    this.network = network;
    this.taps = Set.copyOf(taps);
    shapes =
        PassShapes.of(network.topology().upTo(network.topology().deepest(taps)), height, width);
    maps = new NativeFloats[shapes.count()];
    try {
      image = floats(shapes.image().length());
      means = floats(shapes.image().length());
      fillMeans();
      addForward();
      if (gradients) {
        addBackward();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private NativeFloats floats(long length) {
    NativeFloats floats = new NativeFloats(length);
    owned.add(floats);
    return floats;
  }

  private static INDArray view(NativeFloats floats, MapShape shape) {
    return floats.view('c', shape.sides());
  }

  private void fillMeans() {
    INDArray pixels = means.view('c', shapes.image().positions(), MEANS.length);
    for (int channel = 0; channel < MEANS.length; channel++) {
      pixels.getColumn(channel).assign(MEANS[channel]);
    }
  }

  private void addForward() {
    INDArray below = view(image, shapes.image());
    for (int l = 0; l < shapes.count(); l++) {
      List<CustomOp> operations = new ArrayList<>();
      if (shapes.pooledBefore(l)) {
        INDArray pooled = view(floats(shapes.input(l).length()), shapes.input(l));
        operations.add(Operations.pool(network.pooling(), below, pooled));
        below = pooled;
      }
      MapShape shape = shapes.map(l);
      maps[l] = floats(shape.length());
      INDArray map = view(maps[l], shape);
      LayerWeights weights = network.layer(l);
      operations.add(Operations.convolution(map, below, weights.forward(), weights.bias()));
      operations.add(Operations.rectification(map));
      up.add(
          new Forward(
              shapes.name(l),
              new Nd4jFeatureMap(network.reduction(), network.scratch(), shape, maps[l]),
              operations));
      below = map;
    }
  }

  /** From the deepest layer down, each layer's gradient in the buffer that the one above left. */
  private void addBackward() {
    NativeFloats current = floats(shapes.largest());
    NativeFloats other = floats(shapes.largest());
    for (int l = shapes.count() - 1; l >= 0; l--) {
      INDArray gradient = view(current, shapes.map(l));
      INDArray below = view(other, shapes.input(l));
      List<CustomOp> operations = new ArrayList<>();
      operations.add(Operations.convolution(below, gradient, network.layer(l).backward()));
      if (shapes.pooledBefore(l)) {
        MapShape unpooled = shapes.map(l - 1);
        operations.add(
            Operations.poolBackward(
                network.pooling(), view(maps[l - 1], unpooled), below, view(current, unpooled)));
      }
      CustomOp mask = Operations.mask(view(maps[l], shapes.map(l)), gradient);
      down.add(new Backward(new Nd4jFeatureGradient(up.get(l).map(), current), mask, operations));
      if (!shapes.pooledBefore(l)) {
        NativeFloats free = current;
        current = other;
        other = free;
      }
    }
    imageGradient = current.view('c', shapes.image().length());
  }

  @Override
  public void forward(Vector pixels, Observer observer, Cancellation cancellation) {
    INDArray source = Nd4jVector.floats(pixels, shapes.image().length()).flat();
    ready = false;
    image.flat().assign(source).subi(means.flat());
    for (Forward layer : up) {
      cancellation.check();
      layer.operations().forEach(Operations::run);
      if (taps.contains(layer.name())) {
        observer.observe(layer.name(), layer.map());
      }
    }
    ready = !down.isEmpty();
  }

  @Override
  public void backward(PullBack pullBack, Vector gradient, Cancellation cancellation) {
    if (!ready) {
      throw new IllegalStateException(
          "backward needs a pass that was prepared with gradients and has run forward");
    }
    INDArray target = Nd4jVector.floats(gradient, shapes.image().length()).flat();
    boolean written = false;
    for (int i = 0; i < down.size(); i++) {
      cancellation.check();
      Backward layer = down.get(i);
      String name = shapes.name(down.size() - 1 - i);
      layer.gradient().begin(written);
      if (taps.contains(name)) {
        pullBack.pullBack(name, layer.gradient().map(), layer.gradient());
      }
      written = layer.gradient().written();
      if (written) {
        Operations.run(layer.mask());
        layer.operations().forEach(Operations::run);
      }
    }
    if (written) {
      Nd4jVector.axpy(1, imageGradient, target);
    }
  }

  @Override
  public void close() {
    ready = false;
    up.forEach(layer -> layer.map().close());
    owned.forEach(NativeFloats::close);
    up.clear();
    down.clear();
    owned.clear();
  }
}
