package org.stylestream.compute.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;

/**
 * The presets: one table, each constant with its source. Weights, layers and forms are facts of the
 * programs and publications named.
 */
final class PresetTable {
  private static final List<String> FIVE =
      List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1");

  private static final String KERAS_2020 =
      "Keras example 'Neural style transfer' (F. Chollet, 2016, revised 2020), keras.io";
  private static final String KERAS_2016 =
      "Keras 2 example neural_style_transfer.py (F. Chollet, 2016)";
  private static final String BOOK =
      "F. Chollet, Deep Learning with Python, first edition (2017), section 8.3";
  private static final String STYLEFLOW = "styleflow: the Keras 2 example as a command line";
  private static final String PAPER =
      "L. Gatys, A. Ecker, M. Bethge, A Neural Algorithm of Artistic Style, arXiv:1508.06576 (2015)";
  private static final String NEURAL_STYLE = "J. Johnson, neural-style, neural_style.lua (2015)";
  private static final String NOTEBOOK =
      "L. Gatys, PytorchNeuralStyleTransfer, NeuralStyleTransfer.ipynb (2017)";
  private static final String TF_TUTORIAL = "TensorFlow tutorial 'Neural style transfer' (2019)";
  private static final String TF_BLOG =
      "TensorFlow blog, 'Neural Style Transfer: Creating Art with Deep Learning' (R. Yuan, 2018)";
  private static final String WIDIUM = "Widium, Neural-Style-Transfer (2022)";
  private static final String ATHALYE = "A. Athalye, neural-style (2015)";
  private static final String CROWSON =
      "K. Crowson, style-transfer-pytorch, style_transfer.py (2022)";

  private PresetTable() {}

  static List<StylePreset> all() {
    return List.of(
        stylestream(),
        keras(),
        kerasLbfgs(),
        chollet(),
        styleflow(),
        tfBlog(),
        tfTutorial(),
        widium(),
        gatys(),
        johnson(),
        leongatys(),
        anishathalye(),
        crowsonkb());
  }

  private static StylePreset stylestream() {
    return new StylePreset(
        "stylestream",
        "our default: coarse to fine, a strong style in few iterations",
        "this project, chosen by looking at pictures",
        255,
        new ContentLoss(
            1,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block4_conv2")),
            "form and layer as in " + NEURAL_STYLE + "; weight chosen by looking"),
        new StyleLoss(
            100,
            StyleLoss.Normalisation.MEAN_PER_ELEMENT,
            each(1, FIVE),
            "form and weights as in " + NEURAL_STYLE),
        Optional.of(
            new VariationLoss(
                1e-4,
                VariationLoss.Form.HALF_SQUARES,
                "form as in " + NEURAL_STYLE + "; weight chosen by looking")),
        Pooling.MAX,
        new LbfgsSettings(10, 1),
        false,
        new InitialImage.Content(),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        List.of(new StageSettings(0.5, 80), new StageSettings(1, 80)),
        10,
        "this project: half size first, so that strokes get large; as many iterations as can be seen");
  }

  private static StylePreset keras() {
    return new StylePreset(
        "keras",
        "the Keras example of today: gradient descent with decay, 4000 iterations",
        KERAS_2020,
        255,
        kerasContent(2.5e-8, KERAS_2020 + ": content_weight 2.5e-8, block5_conv2"),
        kerasStyle(1e-6, KERAS_2020 + ": style_weight 1e-6, divided by five layers"),
        kerasVariation(1e-6, KERAS_2020 + ": total_variation_weight 1e-6, power 1.25"),
        Pooling.MAX,
        new GradientDescentSettings(100, 0.96, 100),
        false,
        new InitialImage.Content(),
        StyleAspect.STRETCH,
        new SizeRule.Height(400),
        once(4000),
        100,
        KERAS_2020
            + ": SGD with ExponentialDecay(100, decay_steps 100, rate 0.96), 4000 iterations,"
            + " saved every 100, 400 rows, starts from the content image");
  }

  private static StylePreset kerasLbfgs() {
    return kerasOfOld(
        "keras-lbfgs",
        "the older Keras example: L-BFGS, strong total variation",
        KERAS_2016,
        1,
        200,
        KERAS_2016
            + ": fmin_l_bfgs_b with maxfun 20, 10 times, one image saved after each; 400 rows");
  }

  private static StylePreset chollet() {
    return kerasOfOld(
        "chollet-book",
        "Deep Learning with Python: as keras-lbfgs with little total variation",
        BOOK,
        1e-4,
        400,
        BOOK + ": fmin_l_bfgs_b with maxfun 20, 20 times, one image saved after each; 400 rows");
  }

  private static StylePreset styleflow() {
    return kerasOfOld(
        "styleflow",
        "styleflow's defaults: as keras-lbfgs",
        STYLEFLOW,
        1,
        200,
        STYLEFLOW + ": iter 10, each of at most 20 evaluations; 400 rows as in " + KERAS_2016);
  }

  private static StylePreset kerasOfOld(
      String id,
      String summary,
      String source,
      double variationWeight,
      int iterations,
      String runSource) {
    return new StylePreset(
        id,
        summary,
        source,
        255,
        kerasContent(0.025, source + ": content_weight 0.025, block5_conv2"),
        kerasStyle(1, source + ": style_weight 1.0, divided by five layers"),
        kerasVariation(
            variationWeight,
            source + ": total_variation_weight " + variationWeight + ", power 1.25"),
        Pooling.MAX,
        new LbfgsSettings(10, 1),
        false,
        new InitialImage.Content(),
        StyleAspect.STRETCH,
        new SizeRule.Height(400),
        once(iterations),
        20,
        runSource + "; SciPy's default memory of 10; starts from the content image");
  }

  private static StylePreset tfBlog() {
    return new StylePreset(
        "tf-blog",
        "the TensorFlow blog's tf.keras version: Adam on 0–255",
        TF_BLOG,
        255,
        new ContentLoss(
            1e3,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block5_conv2")),
            TF_BLOG + ": content_weight 1e3, block5_conv2"),
        new StyleLoss(
            1e-2,
            StyleLoss.Normalisation.MEAN_PER_POSITION,
            each(0.2, FIVE),
            TF_BLOG + ": style_weight 1e-2, each of five layers 1/5"),
        Optional.empty(),
        Pooling.MAX,
        new AdamSettings(5, 0.99, 0.999, 0.1, EpsilonForm.KERAS),
        true,
        new InitialImage.Content(),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        once(1000),
        100,
        TF_BLOG + ": Adam 5, beta1 0.99, epsilon 0.1, 1000 iterations, clipped, long side 512");
  }

  private static StylePreset tfTutorial() {
    return new StylePreset(
        "tf-tutorial",
        "TensorFlow's tutorial: Adam on [0, 1], absolute total variation",
        TF_TUTORIAL,
        1,
        new ContentLoss(
            1e4,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block5_conv2")),
            TF_TUTORIAL + ": content_weight 1e4, block5_conv2"),
        new StyleLoss(
            1e-2,
            StyleLoss.Normalisation.MEAN_PER_POSITION,
            each(0.2, FIVE),
            TF_TUTORIAL + ": style_weight 1e-2, divided by five layers"),
        Optional.of(
            new VariationLoss(
                30,
                VariationLoss.Form.ABSOLUTE,
                TF_TUTORIAL + ": total_variation_weight 30, tf.image.total_variation on [0, 1]")),
        Pooling.MAX,
        new AdamSettings(0.02, 0.99, 0.999, 0.1, EpsilonForm.KERAS),
        true,
        new InitialImage.Content(),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        once(1000),
        100,
        TF_TUTORIAL
            + ": Adam 0.02, beta1 0.99, epsilon 0.1, 10 epochs of 100 steps, clipped to [0, 1],"
            + " long side 512");
  }

  private static StylePreset widium() {
    return new StylePreset(
        "widium",
        "Widium's course project: the tutorial's form with a strong style",
        WIDIUM,
        1,
        new ContentLoss(
            5,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block5_conv2")),
            WIDIUM + ": content weight 5, block5_conv2"),
        new StyleLoss(
            1e6,
            StyleLoss.Normalisation.MEAN_PER_POSITION,
            each(0.2, FIVE),
            WIDIUM + ": style weight 1e6, divided by five layers"),
        Optional.empty(),
        Pooling.MAX,
        new AdamSettings(0.02, 0.9, 0.999, 1e-7, EpsilonForm.KERAS),
        true,
        new InitialImage.Content(),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        once(1000),
        5,
        WIDIUM
            + ": Adam 0.02 with Keras' other defaults, clipped, a frame every 5 steps; size and"
            + " steps, which it leaves open, as in "
            + TF_TUTORIAL);
  }

  private static StylePreset gatys() {
    return new StylePreset(
        "gatys",
        "the first paper: average pooling, from noise",
        PAPER,
        255,
        new ContentLoss(
            1,
            ContentLoss.Normalisation.HALF_SUM,
            each(1, List.of("block4_conv2")),
            PAPER + ": equation 1, conv4_2; content to style 1 to 1e3"),
        new StyleLoss(
            1e3,
            StyleLoss.Normalisation.PAPER,
            each(0.2, FIVE),
            PAPER + ": equations 4 and 5, five layers of weight 1/5; content to style 1 to 1e3"),
        Optional.empty(),
        Pooling.AVERAGE,
        new LbfgsSettings(10, 1),
        false,
        new InitialImage.Noise(64),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        once(500),
        50,
        PAPER
            + ": white noise, average pooling; L-BFGS as in L. Gatys et al., CVPR 2016; spread of"
            + " the noise, size and iterations, which they leave open, are this project's");
  }

  private static StylePreset johnson() {
    return new StylePreset(
        "johnson",
        "neural-style, the most used program: L-BFGS from noise, light total variation",
        NEURAL_STYLE,
        255,
        new ContentLoss(
            5,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block4_conv2")),
            NEURAL_STYLE + ": content_weight 5, relu4_2, mean square"),
        new StyleLoss(
            100,
            StyleLoss.Normalisation.MEAN_PER_ELEMENT,
            each(1, FIVE),
            NEURAL_STYLE + ": style_weight 100, relu1_1 to relu5_1, Gram divided by its elements"),
        Optional.of(
            new VariationLoss(
                1e-3,
                VariationLoss.Form.HALF_SQUARES,
                NEURAL_STYLE + ": tv_weight 1e-3, gradient dx + dy")),
        Pooling.MAX,
        new LbfgsSettings(100, 1),
        false,
        new InitialImage.Noise(0.001),
        StyleAspect.KEEP,
        new SizeRule.LongSide(512),
        once(1000),
        100,
        NEURAL_STYLE
            + ": L-BFGS with Torch's memory of 100, init random 0.001·N(0, 1), image_size 512,"
            + " num_iterations 1000, save_iter 100");
  }

  private static StylePreset leongatys() {
    return new StylePreset(
        "leongatys",
        "the author's notebook: 500 iterations at 512, then 200 at 800",
        NOTEBOOK,
        255,
        new ContentLoss(
            1,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block4_conv2")),
            NOTEBOOK + ": content weight 1, r42, mean square"),
        new StyleLoss(
            1e3,
            StyleLoss.Normalisation.MEAN_PER_POSITION_AND_SIZE,
            each(1, FIVE),
            NOTEBOOK + ": style weights 1e3/n^2 for n = 64, 128, 256, 512, 512; r11 to r51"),
        Optional.empty(),
        Pooling.MAX,
        new LbfgsSettings(100, 1),
        false,
        new InitialImage.Content(),
        StyleAspect.KEEP,
        new SizeRule.ShortSide(800),
        List.of(new StageSettings(0.64, 500), new StageSettings(1, 200)),
        50,
        NOTEBOOK
            + ": PyTorch's L-BFGS with its memory of 100, 500 iterations at 512, then 200 at 800"
            + " from that result; starts from the content image");
  }

  private static StylePreset anishathalye() {
    return new StylePreset(
        "anishathalye",
        "Anish Athalye's neural-style: Adam, mean-square total variation",
        ATHALYE,
        255,
        new ContentLoss(
            5,
            ContentLoss.Normalisation.MEAN,
            each(1, List.of("block4_conv2")),
            ATHALYE + ": content-weight 5; relu4_2 alone, its blend with relu5_2 at 1"),
        new StyleLoss(
            500,
            StyleLoss.Normalisation.MEAN_PER_ELEMENT,
            each(0.2, FIVE),
            ATHALYE + ": style-weight 500, relu1_1 to relu5_1, style-layer-weight-exp 1"),
        Optional.of(
            new VariationLoss(100, VariationLoss.Form.MEAN_SQUARES, ATHALYE + ": tv-weight 100")),
        Pooling.MAX,
        new AdamSettings(10, 0.9, 0.999, 1e-8, EpsilonForm.KERAS),
        false,
        new InitialImage.Noise(0.256),
        StyleAspect.KEEP,
        new SizeRule.Native(),
        once(1000),
        100,
        ATHALYE
            + ": Adam 10 with TensorFlow's epsilon 1e-8, 1000 iterations, noise 0.256·N(0, 1),"
            + " the content image's size");
  }

  private static StylePreset crowsonkb() {
    return new StylePreset(
        "crowsonkb",
        "Katherine Crowson's style-transfer-pytorch: Gaussians of features, an averaged image",
        CROWSON
            + "; on VGG19 with zeros around the image, where the program has torchvision's vgg19 with"
            + " repeated edges",
        1,
        new ContentLoss(
            0.015,
            ContentLoss.Normalisation.MEAN_OF_TORCHVISION,
            each(1, List.of("block4_conv2")),
            CROWSON + ": content_weight 0.015, relu4_2, ContentLossMSE"),
        new StyleLoss(
            1,
            new StyleLoss.Gaussians(1e-4, TorchvisionFeatures.SCALE),
            falling(),
            CROWSON
                + ": StyleLossW2, eps 1e-4, style_weights 256, 64, 16, 4, 1 over their sum; its twelve"
                + " Newton-Schulz steps towards the root are replaced by the root"),
        Optional.of(
            new VariationLoss(
                2,
                VariationLoss.Form.NINE_POINT,
                CROWSON + ": tv_weight 2, TVLoss, nine point stencil on [0, 1]")),
        Pooling.MAX,
        new AdamSettings(0.02, 0.9, 0.99, 1e-8, EpsilonForm.PAPER),
        true,
        new InitialImage.Content(),
        StyleAspect.KEEP_NOT_ENLARGED,
        new SizeRule.LongSide(512),
        Scales.rootsOfTwo(512, 1000, 500),
        new Succession(Succession.Steps.ROOTS_OF_TWO, OptionalDouble.of(0.99), true),
        50,
        CROWSON
            + ": Adam 0.02 with betas 0.9 and 0.99, clamped to [0, 1]; end_scale 512, min_scale 128,"
            + " initial_iterations 1000, then 500 a scale; avg_decay 0.99, save_every 50");
  }

  private static Map<String, Double> falling() {
    Map<String, Double> weights = new LinkedHashMap<>();
    double weight = 256;
    for (String layer : FIVE) {
      weights.put(layer, weight / 341);
      weight /= 4;
    }
    return weights;
  }

  private static ContentLoss kerasContent(double weight, String source) {
    return new ContentLoss(
        weight, ContentLoss.Normalisation.SUM, each(1, List.of("block5_conv2")), source);
  }

  private static StyleLoss kerasStyle(double weight, String source) {
    return new StyleLoss(weight, StyleLoss.Normalisation.IMAGE_SIZE, each(0.2, FIVE), source);
  }

  private static Optional<VariationLoss> kerasVariation(double weight, String source) {
    return Optional.of(new VariationLoss(weight, VariationLoss.Form.KERAS, source));
  }

  private static List<StageSettings> once(int iterations) {
    return List.of(new StageSettings(1, iterations));
  }

  private static Map<String, Double> each(double weight, List<String> layers) {
    Map<String, Double> weights = new LinkedHashMap<>();
    layers.forEach(layer -> weights.put(layer, weight));
    return weights;
  }
}
