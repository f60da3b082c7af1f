package org.bytedeco.opencv.global;

/**
 * Stands before JavaCPP's class of this name, which loads OpenCV's windows and with them GTK. JavaCPP asks for it
 * whenever ximgproc is used, although no library of ximgproc does; a machine without a desktop, such as a cluster's
 * node, has no GTK, and selective search would fail there.
 */
public final class opencv_highgui {
    private opencv_highgui() {}
}
