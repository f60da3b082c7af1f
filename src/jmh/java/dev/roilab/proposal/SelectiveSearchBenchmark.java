package dev.roilab.proposal;

import dev.roilab.bench.KernelBenchmark;
import dev.roilab.bench.Pictures;
import dev.roilab.bench.Work;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSettings.Implementation;
import dev.roilab.proposal.ProposalSettings.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_core;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Both implementations of selective search on a made-up picture, without the cache. */
public class SelectiveSearchBenchmark extends KernelBenchmark {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    @Param({"ROILAB", "OPENCV"})
    public Implementation implementation = Implementation.ROILAB;

    @Param({"FAST", "QUALITY"})
    public Mode mode = Mode.FAST;

    private final Sample<TrueObjects> sample = Pictures.of(WIDTH, HEIGHT);
    private SelectiveSearch search = search();

    private SelectiveSearch search() {
        return new SelectiveSearch(new ProposalSettings.SelectiveSearch(2000, implementation, mode, 0, 8));
    }

    @Setup
    public void choose() {
        opencv_core.setNumThreads(1);
        search = search();
    }

    @Benchmark
    public List<Box> propose() {
        return search.propose(sample);
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        String whose = "ROILAB".equals(parameters.get("implementation")) ? "RoiLab" : "OpenCV";
        String how = String.valueOf(parameters.get("mode")).toLowerCase(Locale.ROOT);
        return new Work(
                "selective search, " + how + ", " + whose,
                WIDTH + " x " + HEIGHT,
                (double) WIDTH * HEIGHT,
                Work.Unit.PIXEL);
    }
}
