/** ImageJ's images as jobs have them, and results as ImageJ has them. */
package org.stylestream.imagej.picture;
