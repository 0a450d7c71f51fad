/** A run as the user sees it while it goes on: stack, losses, status. */
package org.stylestream.imagej.live;
