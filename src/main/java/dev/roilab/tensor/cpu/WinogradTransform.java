package dev.roilab.tensor.cpu;

/**
 * One axis of Winograd's minimal filtering F(4, 3): four outputs of a kernel of three cells from six products instead
 * of twelve (Lavin and Gray, arXiv:1509.09308, section 4). Polynomials are evaluated at 0, ±√½, ±√2 and infinity: of
 * the usual sets of points this one loses least to rounding, and pairs that differ in sign share their sums.
 *
 * <p>Each transform replaces the lines of a list, number by number, so that a line may hold any channels of any tiles.
 */
enum WinogradTransform {
    /** Six cells of a map to six points. */
    INPUT(6, 6) {
        @Override
        void apply(float[][] lines, int length) {
            float[] line0 = lines[0];
            float[] line1 = lines[1];
            float[] line2 = lines[2];
            float[] line3 = lines[3];
            float[] line4 = lines[4];
            float[] line5 = lines[5];
            for (int i = 0; i < length; i++) {
                float d0 = line0[i];
                float d1 = line1[i];
                float d2 = line2[i];
                float d3 = line3[i];
                float d4 = line4[i];
                float d5 = line5[i];
                float evenNear = d4 - 2 * d2;
                float oddNear = NEAR * (d3 - 2 * d1);
                float evenFar = d4 - 0.5f * d2;
                float oddFar = FAR * (d3 - 0.5f * d1);
                line0[i] = d0 - 2.5f * d2 + d4;
                line1[i] = evenNear + oddNear;
                line2[i] = evenNear - oddNear;
                line3[i] = evenFar + oddFar;
                line4[i] = evenFar - oddFar;
                line5[i] = d1 - 2.5f * d3 + d5;
            }
        }
    },

    /** Three cells of a kernel to six points. */
    KERNEL(3, 6) {
        @Override
        void apply(float[][] lines, int length) {
            float[] line0 = lines[0];
            float[] line1 = lines[1];
            float[] line2 = lines[2];
            float[] line3 = lines[3];
            float[] line4 = lines[4];
            float[] line5 = lines[5];
            for (int i = 0; i < length; i++) {
                float g0 = line0[i];
                float g1 = line1[i];
                float g2 = line2[i];
                float evenNear = -NEAR_SHARE * (g0 + 0.5f * g2);
                float oddNear = -NEAR_SHARE * NEAR * g1;
                float evenFar = FAR_SHARE * (g0 + 2 * g2);
                float oddFar = FAR_SHARE * FAR * g1;
                line0[i] = g0;
                line1[i] = evenNear + oddNear;
                line2[i] = evenNear - oddNear;
                line3[i] = evenFar + oddFar;
                line4[i] = evenFar - oddFar;
                line5[i] = g2;
            }
        }
    },

    /** The kernel of the gradient of a convolution's input: {@link #KERNEL} of the cells in reverse. */
    REVERSED_KERNEL(3, 6) {
        @Override
        void apply(float[][] lines, int length) {
            float[] first = lines[0];
            lines[0] = lines[2];
            lines[2] = first;
            KERNEL.apply(lines, length);
        }
    },

    /** Six points to four cells of the output. */
    OUTPUT(6, 4) {
        @Override
        void apply(float[][] lines, int length) {
            float[] line0 = lines[0];
            float[] line1 = lines[1];
            float[] line2 = lines[2];
            float[] line3 = lines[3];
            float[] line4 = lines[4];
            float[] line5 = lines[5];
            for (int i = 0; i < length; i++) {
                float evenNear = line1[i] + line2[i];
                float oddNear = NEAR * (line1[i] - line2[i]);
                float evenFar = line3[i] + line4[i];
                float oddFar = FAR * (line3[i] - line4[i]);
                line0[i] = line0[i] + evenNear + evenFar;
                line1[i] = oddNear + oddFar;
                line2[i] = 0.5f * evenNear + 2 * evenFar;
                line3[i] = 0.5f * oddNear + 2 * oddFar + line5[i];
            }
        }
    },

    /** Four cells of the gradient of the output to six points: the transpose of {@link #OUTPUT}. */
    OUTPUT_GRADIENT(4, 6) {
        @Override
        void apply(float[][] lines, int length) {
            float[] line0 = lines[0];
            float[] line1 = lines[1];
            float[] line2 = lines[2];
            float[] line3 = lines[3];
            float[] line4 = lines[4];
            float[] line5 = lines[5];
            for (int i = 0; i < length; i++) {
                float y0 = line0[i];
                float y1 = line1[i];
                float y2 = line2[i];
                float y3 = line3[i];
                float evenNear = y0 + 0.5f * y2;
                float oddNear = NEAR * (y1 + 0.5f * y3);
                float evenFar = y0 + 2 * y2;
                float oddFar = FAR * (y1 + 2 * y3);
                line1[i] = evenNear + oddNear;
                line2[i] = evenNear - oddNear;
                line3[i] = evenFar + oddFar;
                line4[i] = evenFar - oddFar;
                line5[i] = y3;
            }
        }
    },

    /** Six points to three cells of the kernel's gradient: the transpose of {@link #KERNEL}. */
    KERNEL_GRADIENT(6, 3) {
        @Override
        void apply(float[][] lines, int length) {
            float[] line0 = lines[0];
            float[] line1 = lines[1];
            float[] line2 = lines[2];
            float[] line3 = lines[3];
            float[] line4 = lines[4];
            float[] line5 = lines[5];
            for (int i = 0; i < length; i++) {
                float evenNear = NEAR_SHARE * (line1[i] + line2[i]);
                float oddNear = NEAR_SHARE * NEAR * (line1[i] - line2[i]);
                float evenFar = FAR_SHARE * (line3[i] + line4[i]);
                float oddFar = FAR_SHARE * FAR * (line3[i] - line4[i]);
                line0[i] = line0[i] - evenNear + evenFar;
                line1[i] = oddFar - oddNear;
                line2[i] = 2 * evenFar - 0.5f * evenNear + line5[i];
            }
        }
    };

    /** Points, and thus products, along an axis. */
    static final int POINTS = 6;

    private static final float NEAR = (float) Math.sqrt(0.5);
    private static final float FAR = (float) Math.sqrt(2);

    /** Lagrange's denominators of the points ±√½ and ±√2 are -3/2 and 6. */
    private static final float NEAR_SHARE = 2f / 3;

    private static final float FAR_SHARE = 1f / 6;

    private final int inputs;
    private final int outputs;

    WinogradTransform(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** How many of the lines are read. */
    int inputs() {
        return inputs;
    }

    /** How many of the lines are written. */
    int outputs() {
        return outputs;
    }

    /**
     * @param lines {@link #POINTS} of them, distinct
     * @param length how many numbers of each
     */
    abstract void apply(float[][] lines, int length);
}
