/** The commands of the menu, for users, macros and programs. */
package org.stylestream.imagej.command;
