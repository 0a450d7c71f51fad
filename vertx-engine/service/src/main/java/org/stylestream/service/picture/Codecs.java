package org.stylestream.service.picture;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * The decoders and encoders that are used, whatever else the class path has registered:
 * TwelveMonkeys reads JPEG (for CMYK), TIFF (for its many compressions) and WebP, the JDK does the
 * rest.
 */
final class Codecs {
  private static final String JDK_PLUGINS = "com.sun.imageio.plugins.";

  private Codecs() {}

  static ImageReader reader(FileKind kind) throws IOException {
    return switch (kind) {
      case JPEG -> jpegReader();
      case TIFF -> new TIFFImageReaderSpi().createReaderInstance(null);
      case BIG_TIFF -> new BigTIFFImageReaderSpi().createReaderInstance(null);
      case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
      case PNG, GIF, BMP -> jdk(ImageReaderSpi.class, kind.name()).createReaderInstance();
      default -> throw new IllegalArgumentException(kind + " isn't read");
    };
  }

  static ImageWriter writer(String format) throws IOException {
    return jdk(ImageWriterSpi.class, format).createWriterInstance();
  }

  private static ImageReader jpegReader() throws IOException {
    var provider = new JPEGImageReaderSpi();
    // Lets it find the JDK's decoder, on which it builds; the registry doesn't change.
    provider.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
    return provider.createReaderInstance(null);
  }

  private static <P extends ImageReaderWriterSpi> P jdk(Class<P> type, String format) {
    Iterator<P> providers = IIORegistry.getDefaultInstance().getServiceProviders(type, false);
    while (providers.hasNext()) {
      P provider = providers.next();
      if (provider.getClass().getName().startsWith(JDK_PLUGINS)
          && Arrays.asList(provider.getFormatNames()).contains(format)) {
        return provider;
      }
    }
    throw new IllegalStateException("this Java has no codec for " + format);
  }
}
