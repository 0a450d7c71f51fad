/** Dialogs that follow from the declaration of options. */
package org.stylestream.imagej.dialog;
