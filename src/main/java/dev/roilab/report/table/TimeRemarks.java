package dev.roilab.report.table;

import dev.roilab.claim.Measure;
import dev.roilab.claim.TimeEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** How the times of one table were taken, each sentence once: a machine that was busy was so for all of them. */
final class TimeRemarks {
    private TimeRemarks() {}

    /** Training times first; measures that are no times are left out. */
    static Collection<String> of(TimeEvidence evidence, Collection<Measure> measures) {
        List<Measure> times = measures.stream()
                .filter(TimeEvidence::isTime)
                .sorted(Comparator.comparing(measure -> !measure.equals(Measure.TRAINING)))
                .toList();
        List<String> remarks = new ArrayList<>();
        String training = "";
        for (Measure measure : times) {
            String remark = evidence.remark(measure);
            String same = training.isEmpty() ? "" : training.replace(unit(evidence), evidence.unit(measure));
            if (!same.isEmpty() && remark.startsWith(same)) {
                String both = unit(evidence) + "; " + evidence.unit(measure);
                if (remarks.stream().noneMatch(told -> told.contains(both))) {
                    remarks.replaceAll(told -> told.replace(unit(evidence), both));
                }
                remark = remark.substring(same.length()).strip();
            } else if (measure.equals(Measure.TRAINING)
                    && evidence.busy(measure).isPresent()) {
                // Of trainings on a busy machine nothing else is said.
                training = remark;
            }
            remarks.add(remark);
        }
        remarks.removeIf(String::isEmpty);
        return new LinkedHashSet<>(remarks);
    }

    /** The same as the end of a caption: each sentence behind a blank, nothing where there is none. */
    static String appended(TimeEvidence evidence, Collection<Measure> measures) {
        return of(evidence, measures).stream().map(remark -> " " + remark).collect(Collectors.joining());
    }

    private static String unit(TimeEvidence evidence) {
        return evidence.unit(Measure.TRAINING);
    }
}
