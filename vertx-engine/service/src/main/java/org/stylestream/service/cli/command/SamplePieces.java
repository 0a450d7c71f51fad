package org.stylestream.service.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the gallery shows: commands for the sample pictures, one or more for every mode. */
final class SamplePieces {
  private static final String CASTLE = "neuschwanstein.jpg";
  private static final String PAN = "pan";
  private static final String BRIDGE = "chenonceau.jpg";
  private static final String WAVE = "great_wave.jpg";
  private static final String CIRCLES = "composition_viii.jpg";
  private static final String VILLAGE = "village_street_in_auvers.jpg";

  /** A mask: the sky above the castle. */
  private static final String SKY = "neuschwanstein_sky.png";

  private SamplePieces() {}

  /**
   * A picture of the gallery.
   *
   * @param name of its file
   * @param section of the page that it is in
   * @param shows what it should look like, one sentence
   * @param command the command's name
   * @param pictures sample pictures that it takes
   * @param options the rest, without the output
   */
  record Piece(
      String name,
      String section,
      String shows,
      String command,
      List<String> pictures,
      List<String> options) {
    Piece {
      pictures = List.copyOf(pictures);
      options = List.copyOf(options);
    }

    /**
     * The whole command line.
     *
     * @param folder of the sample pictures
     * @param output where the picture goes
     */
    List<String> arguments(String folder, String output) {
      List<String> arguments = new ArrayList<>(List.of(command));
      pictures.forEach(picture -> arguments.add(folder + "/" + picture));
      options.forEach(option -> arguments.add(isSample(option) ? folder + "/" + option : option));
      boolean aside = command.equals("dream") && name.endsWith(".gif");
      arguments.addAll(List.of(aside ? "--gif" : "-o", output));
      return arguments;
    }

    /** The sample pictures that it is made of. */
    List<String> ingredients() {
      return Stream.concat(pictures.stream(), options.stream().filter(Piece::isSample)).toList();
    }

    private static boolean isSample(String option) {
      return option.endsWith(".jpg") || option.equals(SKY);
    }
  }

  static List<Piece> all() {
    List<Piece> pieces = new ArrayList<>();
    addStyles(pieces);
    addDreams(pieces);
    addReconstructions(pieces);
    addTextures(pieces);
    addFeatures(pieces);
    return pieces;
  }

  private static void addStyles(List<Piece> pieces) {
    String section = "Style transfer";
    pieces.add(
        new Piece(
            "style.jpg",
            section,
            "The château in the lines and foam of Hokusai's wave.",
            "stylize",
            List.of(BRIDGE, WAVE),
            List.of("--size", "320", "--iterations", "80")));
    pieces.add(
        new Piece(
            "blend.jpg",
            section,
            "Two styles, blended: Kandinsky's circles and van Gogh's strokes.",
            "stylize",
            List.of(CASTLE, CIRCLES, VILLAGE),
            List.of("--style-blend", "1,1", "--size", "320", "--iterations", "80")));
    pieces.add(
        new Piece(
            "masks.jpg",
            section,
            "Two styles, each in its place: the wave in the sky, as the mask says, and van Gogh"
                + " below.",
            "stylize",
            List.of(CASTLE, WAVE, VILLAGE),
            List.of("--mask", SKY, "--size", "320", "--iterations", "80")));
    pieces.add(
        new Piece(
            "one-mask.jpg",
            section,
            "A mask for a single style: below the sky, the photograph stays.",
            "stylize",
            List.of(CASTLE, WAVE),
            List.of("--mask", SKY, "--size", "320", "--iterations", "80")));
    pieces.add(
        colours(
            "luminance.jpg",
            "Kandinsky in brightness alone, with the photograph's colours.",
            "luminance"));
    pieces.add(
        colours(
            "match.jpg", "Kandinsky painted with a palette of the photograph's colours.", "match"));
    pieces.add(
        new Piece(
            "sequence.gif",
            section,
            "Frames of a camera that moves over the castle: van Gogh's strokes move along with it.",
            "sequence",
            List.of(PAN, VILLAGE),
            List.of("--size", "native", "--iterations", "90")));
  }

  private static Piece colours(String name, String shows, String control) {
    return new Piece(
        name,
        "Style transfer",
        shows,
        "stylize",
        List.of(BRIDGE, CIRCLES),
        List.of("--keep-colour", control, "--size", "320", "--iterations", "80"));
  }

  private static void addDreams(List<Piece> pieces) {
    String section = "Deep Dream";
    pieces.add(
        dream("creatures.jpg", section, "Faces, beaks and fur, on legs.", CASTLE, List.of()));
    pieces.add(
        dream(
            "dreamy.jpg",
            section,
            "The preset dreamy: larger creatures, softer ground.",
            BRIDGE,
            List.of("--preset", "dreamy")));
    pieces.add(
        dream(
            "bad-trip.jpg",
            section,
            "The preset bad-trip: eyes wherever one looks.",
            CASTLE,
            List.of("--preset", "bad-trip")));
    pieces.add(
        dream(
            "filter.jpg",
            section,
            "A single filter: one pattern, again and again.",
            BRIDGE,
            List.of("--layer", "block4_conv1", "--filter", "112", "--jitter", "8")));
    pieces.add(
        dream(
            "guided.jpg",
            section,
            "A guide: Kandinsky's circles grow out of sky, castle and wood.",
            CASTLE,
            List.of("--layer", "block4_conv1", "--guide", CIRCLES, "--jitter", "8")));
    pieces.add(
        new Piece(
            "zoom.gif",
            section,
            "A zoom sequence: each frame dreams on the middle of the last.",
            "dream",
            List.of(WAVE),
            List.of(
                "--size",
                "240",
                "--octaves",
                "2",
                "--steps",
                "6",
                "--zoom-frames",
                "16",
                "-o",
                "zoom.png")));
  }

  private static Piece dream(
      String name, String section, String shows, String picture, List<String> options) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--size", "384"));
    return new Piece(name, section, shows, "dream", List.of(picture), all);
  }

  private static void addReconstructions(List<Piece> pieces) {
    pieces.add(reconstruction("block1_conv2", "The first block knows every pixel."));
    pieces.add(reconstruction("block3_conv1", "The third has lost some colour and gained grain."));
    pieces.add(reconstruction("block4_conv2", "The fourth knows what is where, roughly."));
    pieces.add(reconstruction("block5_conv1", "The fifth knows that there is something."));
  }

  private static Piece reconstruction(String layer, String shows) {
    return new Piece(
        "reconstruction-" + layer + ".jpg",
        "Content reconstruction",
        shows,
        "reconstruct",
        List.of(CASTLE),
        List.of("--content-layer", layer, "--size", "224", "--iterations", "80"));
  }

  private static void addTextures(List<Piece> pieces) {
    pieces.add(
        texture("texture-circles.jpg", "Kandinsky's shapes, without the composition.", CIRCLES));
    pieces.add(texture("texture-wave.jpg", "Foam, lines and paper.", WAVE));
  }

  private static Piece texture(String name, String shows, String picture) {
    return new Piece(
        name,
        "Texture synthesis",
        shows,
        "texture",
        List.of(picture),
        List.of("--size", "448x224", "--style-size", "320", "--iterations", "250"));
  }

  private static void addFeatures(List<Piece> pieces) {
    String section = "Feature maps";
    pieces.add(
        new Piece(
            "features-layer.jpg",
            section,
            "Filters of one layer: edges, colours and textures, each its own.",
            "features",
            List.of(CASTLE),
            List.of(
                "--layer", "block3_conv1", "--filter", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15")));
    pieces.add(
        new Piece(
            "features-depth.jpg",
            section,
            "One filter number over the blocks: the deeper, the coarser and the rarer.",
            "features",
            List.of(CASTLE),
            List.of("--layer", "conv1_1,conv2_1,conv3_1,conv4_1,conv5_1", "--filter", "24")));
  }
}
