/**
 * What can be asked of the plugin: each option is declared once, and macro keys, dialog fields,
 * help and SciJava inputs follow from the declaration. Knows neither ImageJ nor SciJava.
 */
package org.stylestream.imagej.options;
