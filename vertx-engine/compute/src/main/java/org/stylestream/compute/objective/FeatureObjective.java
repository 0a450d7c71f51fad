package org.stylestream.compute.objective;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.EvaluationRecorder;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.ConvolutionLayer;

/**
 * A sum of terms over a network's feature maps, the image's total variation, and its pixels. Owns
 * its terms and its pass; the network belongs to the caller.
 */
public final class FeatureObjective implements Objective {
  private static final String VARIATION = "tv";

  private final Device device;
  private final Optional<FeaturePass> pass;
  private final List<FeatureTerm> terms;
  private final Optional<TotalVariation> variation;
  private final List<PixelTerm> pixels;
  private final int height;
  private final int width;
  private final List<String> names;
  private final Sums sums;
  private final double[] values;
  private final EvaluationRecorder recorder;

  private FeatureObjective(
      Device device,
      FeatureNetwork network,
      List<FeatureTerm> terms,
      Optional<TotalVariation> variation,
      List<PixelTerm> pixels,
      int height,
      int width,
      Tiling tiling) {
    this.device = device;
    this.terms = List.copyOf(terms);
    this.variation = variation;
    this.pixels = List.copyOf(pixels);
    this.height = height;
    this.width = width;
    this.names = names(terms, variation, pixels);
    this.values = new double[names.size()];
    this.sums = device.sums(Math.max(1, values.length));
    try {
      this.pass =
          terms.isEmpty()
              ? Optional.empty()
              : Optional.of(network.prepare(height, width, layers(terms), true, tiling));
    } catch (RuntimeException | Error e) {
      sums.close();
      throw e;
    }
    this.recorder = device.recorder();
  }

  private static List<String> names(
      List<FeatureTerm> terms, Optional<TotalVariation> variation, List<PixelTerm> pixels) {
    List<String> names = new ArrayList<>();
    terms.forEach(term -> names.add(term.name()));
    variation.ifPresent(form -> names.add(VARIATION));
    pixels.forEach(term -> names.add(term.name()));
    return List.copyOf(names);
  }

  private static List<String> layers(List<FeatureTerm> terms) {
    Set<String> layers = new LinkedHashSet<>();
    terms.forEach(term -> layers.addAll(term.layers()));
    return List.copyOf(layers);
  }

  @Override
  public List<String> terms() {
    return names;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Loss evaluate(Vector image, Vector gradient, Cancellation cancellation) {
    cancellation.check();
    recorder.run(image, gradient, () -> compute(image, gradient, cancellation));
    sums.read(values);
    return loss();
  }

  private void compute(Vector image, Vector gradient, Cancellation cancellation) {
    gradient.fill(0);
    sums.clear();
    pass.ifPresent(features -> evaluate(features, image, gradient, cancellation));
    variation.ifPresent(
        form -> device.addTotalVariation(form, image, height, width, sums, terms.size(), gradient));
    int firstOfPixels = values.length - pixels.size();
    for (int i = 0; i < pixels.size(); i++) {
      pixels.get(i).add(image, sums, firstOfPixels + i, gradient);
    }
  }

  private Loss loss() {
    List<Loss.Term> parts = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      parts.add(new Loss.Term(names.get(i), values[i]));
    }
    return Loss.sum(parts);
  }

  private void evaluate(
      FeaturePass features, Vector image, Vector gradient, Cancellation cancellation) {
    terms.forEach(FeatureTerm::begin);
    features.forward(image, this::observe, cancellation);
    for (int i = 0; i < terms.size(); i++) {
      terms.get(i).complete(sums, i);
    }
    features.backward(this::pullBack, gradient, cancellation);
  }

  private void observe(String layer, FeatureMap features) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).layers().contains(layer)) {
        terms.get(i).observe(layer, features, sums, i);
      }
    }
  }

  private void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    for (FeatureTerm term : terms) {
      if (term.layers().contains(layer)) {
        term.pullBack(layer, features, gradient);
      }
    }
  }

  @Override
  public void close() {
    recorder.close();
    terms.forEach(FeatureTerm::close);
    pixels.forEach(PixelTerm::close);
    sums.close();
    pass.ifPresent(FeaturePass::close);
  }

  /** Gathers the terms of an objective for one size of the generated image. */
  public static final class Builder implements AutoCloseable {
    private final Device device;
    private final FeatureNetwork network;
    private final int height;
    private final int width;
    private final Tiling tiling;
    private final List<FeatureTerm> terms = new ArrayList<>();
    private Optional<TotalVariation> variation = Optional.empty();
    private final List<PixelTerm> pixels = new ArrayList<>();

    /** Begins an objective whose network goes through whole maps. */
    public Builder(Device device, FeatureNetwork network, int height, int width) {
      this(device, network, height, width, Tiling.WHOLE);
    }

    /**
     * Begins an objective.
     *
     * @param tiling how the network goes through the maps of generated, content and style images
     */
    public Builder(Device device, FeatureNetwork network, int height, int width, Tiling tiling) {
      this.tiling = tiling;
      this.device = device;
      this.network = network;
      this.height = height;
      this.width = width;
    }

    /**
     * Adds the content loss against a content image of the generated image's size.
     *
     * @param factors what the sum of squares is multiplied by, a layer each
     */
    public Builder content(Vector content, Map<String, Double> factors, Cancellation cancellation) {
      terms.add(
          new ContentTerm(
              new TargetFeatures(device, network, tiling)
                  .of(content, height, width, factors, cancellation)));
      return this;
    }

    /** Adds the style loss against a blend of styles; see {@link StyleTargets}. */
    public Builder style(StyleTargets styles, Cancellation cancellation) {
      return style(List.of(styles), cancellation);
    }

    /** Adds the style loss of several regions, as one term. */
    public Builder style(List<StyleTargets> regions, Cancellation cancellation) {
      StyleMaps maps = new StyleMaps(device, network, tiling, cancellation);
      terms.add(new StyleTerm(measured(regions, region -> region.measure(maps, height, width))));
      return this;
    }

    /** Adds the style loss between the Gaussians of features, of several regions, as one term. */
    public Builder gaussians(List<GaussianTargets> regions, Cancellation cancellation) {
      StyleMaps maps = new StyleMaps(device, network, tiling, cancellation);
      terms.add(new GaussianTerm(measured(regions, region -> region.measure(maps, height, width))));
      return this;
    }

    private static <R, T extends TermTarget> List<Map<String, T>> measured(
        List<R> regions, Function<R, Map<String, T>> measure) {
      List<Map<String, T>> measured = new ArrayList<>();
      try {
        regions.forEach(region -> measured.add(measure.apply(region)));
        return measured;
      } catch (RuntimeException | Error e) {
        measured.forEach(region -> region.values().forEach(TermTarget::close));
        throw e;
      }
    }

    /**
     * Adds Σ factor · Σ F² over the positions at least {@code border} from the edges.
     *
     * @param factors a layer each; negative ones let a minimisation make activations grow
     */
    public Builder activation(Map<String, Double> factors, int border) {
      terms.add(new ActivationTerm(factors, border));
      return this;
    }

    /**
     * Adds Σ factor · Σ F² over the positions at least {@code border} from the edges, of some
     * filters only.
     *
     * @param filters of every layer, from 0
     */
    public Builder activation(Map<String, Double> factors, int border, List<Integer> filters) {
      Map<String, FilterTerm.Tap> taps = new HashMap<>();
      try {
        factors.forEach(
            (name, factor) -> {
              ConvolutionLayer layer = network.topology().layer(name);
              taps.put(
                  name,
                  new FilterTerm.Tap(
                      device,
                      factor,
                      filters,
                      border,
                      layer.mapSide(height),
                      layer.mapSide(width),
                      layer.outputs()));
            });
      } catch (RuntimeException | Error e) {
        taps.values().forEach(FilterTerm.Tap::close);
        throw e;
      }
      terms.add(new FilterTerm(taps));
      return this;
    }

    /**
     * Adds Σ factor · Σ x·y over the positions x at least {@code border} from the edges, y being
     * the position of the guide's feature map for which x·y is largest.
     *
     * @param factors a layer each; negative ones let a minimisation come closer to the guide
     * @param guide at the size at which it is looked at, at least 16 × 16
     * @param filters that count, from 0; empty for all
     */
    public Builder guide(
        Map<String, Double> factors,
        Image guide,
        int border,
        List<Integer> filters,
        Cancellation cancellation) {
      Map<String, float[]> features =
          new TargetFeatures(device, network, tiling).onHost(guide, factors, cancellation);
      Map<String, GuideTerm.Tap> taps = new HashMap<>();
      try {
        factors.forEach(
            (name, factor) -> {
              ConvolutionLayer layer = network.topology().layer(name);
              int channels = layer.outputs();
              GuideFeatures choice =
                  new GuideFeatures(
                      only(filters, features.get(name), channels),
                      layer.mapSide(guide.width()),
                      channels,
                      border,
                      cancellation);
              taps.put(
                  name,
                  new GuideTerm.Tap(
                      device,
                      factor,
                      choice,
                      layer.mapSide(height),
                      layer.mapSide(width),
                      channels));
            });
      } catch (RuntimeException | Error e) {
        taps.values().forEach(GuideTerm.Tap::close);
        throw e;
      }
      terms.add(new GuideTerm(taps));
      return this;
    }

    /** The features with all other filters' 0. */
    private static float[] only(List<Integer> filters, float[] features, int channels) {
      if (filters.isEmpty()) {
        return features;
      }
      float[] chosen = new float[features.length];
      for (int filter : filters) {
        for (int i = filter; i < features.length; i += channels) {
          chosen[i] = features[i];
        }
      }
      return chosen;
    }

    /**
     * Adds factor · Σ (x − m)² over the image's pixels, m being the mean colour of VGG's images.
     */
    public Builder meanColour(double factor) {
      pixels.add(new MeanColourTerm(factor, device, Math.multiplyExact(height, width)));
      return this;
    }

    /**
     * The content loss of an image without features, Σ_l factor_l · Σ P_l²: what a loss on another
     * scale can be compared with.
     *
     * @param content of the generated image's size
     * @param factors as for {@link #content}
     */
    public double contentEnergy(
        Vector content, Map<String, Double> factors, Cancellation cancellation) {
      ContentTerm term =
          new ContentTerm(
              new TargetFeatures(device, network, tiling)
                  .of(content, height, width, factors, cancellation));
      try (term) {
        return term.energy();
      }
    }

    /**
     * Adds factor · Σ trust · (x − last)² over the image's pixels.
     *
     * @param last of the generated image's size
     * @param trust on 0–1, likewise
     */
    public Builder temporal(double factor, Image last, Plane trust) {
      pixels.add(new TemporalTerm(factor, device, last, trust));
      return this;
    }

    /** Adds the total variation of the image. */
    public Builder variation(TotalVariation form) {
      variation = Optional.of(form);
      return this;
    }

    /** The objective; it owns everything gathered. */
    public FeatureObjective build() {
      FeatureObjective objective =
          new FeatureObjective(device, network, terms, variation, pixels, height, width, tiling);
      terms.clear();
      pixels.clear();
      return objective;
    }

    /** Frees what was gathered and not built. */
    @Override
    public void close() {
      terms.forEach(FeatureTerm::close);
      terms.clear();
      pixels.forEach(PixelTerm::close);
      pixels.clear();
    }
  }
}
