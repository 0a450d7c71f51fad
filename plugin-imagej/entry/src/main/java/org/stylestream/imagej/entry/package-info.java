/**
 * What ImageJ itself loads of the plugin. It is for Java 8, so that an old ImageJ gets as far as
 * telling what is missing, and hands all work to a {@link org.stylestream.imagej.entry.FrontEnd}
 * behind a class loader of its own.
 */
package org.stylestream.imagej.entry;
