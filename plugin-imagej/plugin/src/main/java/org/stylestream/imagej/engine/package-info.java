/**
 * Where the plugin's pictures are made: in a process that it starts, in ImageJ's own, or on a
 * cluster. Knows the client library and nothing of pictures.
 */
package org.stylestream.imagej.engine;
