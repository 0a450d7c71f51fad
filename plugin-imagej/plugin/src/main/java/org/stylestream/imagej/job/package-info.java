/** Jobs for an engine, made of options and ImageJ's images, and had done. */
package org.stylestream.imagej.job;
