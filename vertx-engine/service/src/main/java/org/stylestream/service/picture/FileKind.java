package org.stylestream.service.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/** What a file is, by its first bytes. */
enum FileKind {
  PNG("a PNG", true, head -> head.startsWith("\u0089PNG\r\n\u001a\n")),
  JPEG("a JPEG", true, head -> head.startsWith("\u00ff\u00d8\u00ff")),
  TIFF("a TIFF", true, head -> head.startsWith("II*\0") || head.startsWith("MM\0*")),
  GIF("a GIF", true, head -> head.startsWith("GIF87a") || head.startsWith("GIF89a")),
  BMP("a BMP", true, head -> head.startsWith("BM")),
  BIG_TIFF("a BigTIFF", true, head -> head.startsWith("II+\0") || head.startsWith("MM\0+")),
  WEBP("a WebP", true, head -> head.startsWith("RIFF") && head.startsWith("WEBP", 8)),
  AVIF("an AVIF picture", false, head -> head.startsWith("ftypavi", 4)),
  HEIC(
      "a HEIC picture",
      false,
      head ->
          head.startsWith("ftyphei", 4)
              || head.startsWith("ftyphev", 4)
              || head.startsWith("ftypmif1", 4)
              || head.startsWith("ftypmsf1", 4)),
  VIDEO(
      "a video",
      false,
      head -> head.startsWith("ftyp", 4) || head.startsWith("\u001aE\u00df\u00a3")),
  JPEG_XL(
      "a JPEG XL picture",
      false,
      head -> head.startsWith("\u00ff\n") || head.startsWith("\0\0\0\fJXL ")),
  JPEG_2000(
      "a JPEG 2000 picture",
      false,
      head -> head.startsWith("\0\0\0\fjP  ") || head.startsWith("\u00ffO\u00ffQ")),
  PDF("a PDF document", false, head -> head.startsWith("%PDF")),
  POSTSCRIPT("a PostScript document", false, head -> head.startsWith("%!PS")),
  PHOTOSHOP("a Photoshop document", false, head -> head.startsWith("8BPS")),
  OPEN_EXR("an OpenEXR picture", false, head -> head.startsWith("v/1\u0001")),
  HDF5("an HDF5 file", false, head -> head.startsWith("\u0089HDF\r\n")),
  ZIP("a ZIP archive", false, head -> head.startsWith("PK\u0003\u0004")),
  SVG("an SVG drawing", false, head -> head.contains("<svg")),
  TEXT("a text", false, FileKind::isText),
  UNKNOWN("nothing known", false, head -> true);

  /** How many bytes {@link #of} looks at. */
  static final int HEAD_LENGTH = 256;

  private final String title;
  private final boolean readable;
  private final Predicate<String> signature;

  FileKind(String title, boolean readable, Predicate<String> signature) {
    this.title = title;
    this.readable = readable;
    this.signature = signature;
  }

  static FileKind of(byte[] head) {
    var text = new String(head, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(kind -> kind.signature.test(text))
        .findFirst()
        .orElseThrow();
  }

  /** With its article, as in "a PNG". */
  String title() {
    return title;
  }

  boolean readable() {
    return readable;
  }

  private static boolean isText(String head) {
    return head.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t');
  }
}
