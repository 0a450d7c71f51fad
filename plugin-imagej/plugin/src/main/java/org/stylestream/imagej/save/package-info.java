/** Results as files, through ImageJ's own writers. */
package org.stylestream.imagej.save;
