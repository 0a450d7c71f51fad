package org.stylestream.service.picture;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** Who made a picture and what it is, as PNG and JPEG files have room for it. */
record PictureText(String description) {
  static final String SOFTWARE = "StyleStream";

  private static final String PNG_METADATA = "javax_imageio_png_1.0";
  private static final String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

  /** PNG: text chunks, and that the pixels are sRGB. */
  void addToPng(IIOMetadata metadata) throws IIOInvalidTreeException {
    var root = new IIOMetadataNode(PNG_METADATA);
    var space = new IIOMetadataNode("sRGB");
    space.setAttribute("renderingIntent", "Perceptual");
    root.appendChild(space);
    root.appendChild(pngLatinText("Software", SOFTWARE));
    if (!description.isEmpty()) {
      boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(description);
      root.appendChild(
          latin
              ? pngLatinText("Description", description)
              : pngUnicodeText("Description", description));
    }
    metadata.mergeTree(PNG_METADATA, root);
  }

  /** JPEG: a comment. The other markers must be there. */
  void addToJpeg(IIOMetadata metadata) throws IIOInvalidTreeException {
    var root = (IIOMetadataNode) metadata.getAsTree(JPEG_METADATA);
    var comment = new IIOMetadataNode("com");
    comment.setUserObject(line().getBytes(StandardCharsets.UTF_8));
    root.getElementsByTagName("markerSequence").item(0).appendChild(comment);
    metadata.setFromTree(JPEG_METADATA, root);
  }

  private String line() {
    return Stream.of(SOFTWARE, description)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static IIOMetadataNode pngLatinText(String keyword, String value) {
    var entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("value", value);
    return within("tEXt", entry);
  }

  private static IIOMetadataNode pngUnicodeText(String keyword, String text) {
    var entry = new IIOMetadataNode("iTXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("compressionFlag", "FALSE");
    entry.setAttribute("compressionMethod", "0");
    entry.setAttribute("languageTag", "");
    entry.setAttribute("translatedKeyword", keyword);
    entry.setAttribute("text", text);
    return within("iTXt", entry);
  }

  private static IIOMetadataNode within(String name, IIOMetadataNode child) {
    var parent = new IIOMetadataNode(name);
    parent.appendChild(child);
    return parent;
  }
}
