package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What older versions stored of settings that stand elsewhere now. */
class FormerPlacesTest {
    private static ObjectNode json(String text) {
        return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void aStudyIsReadWithThePresentPathsInTheSameOrder() {
        ObjectNode study = json("""
                {'study': 'test.nms', 'varied': ['train.tasks', 'model.roi', 'test.boxes'],
                 'report': {'tables': [{'rows': 'train.tasks', 'columns': 'test.boxes', 'values': ['ap50']},
                                       {'rows': 'model.roi', 'columns': null, 'values': ['ap']}], 'plots': []},
                 'background': {'claims': [{'that': 'ap50(test.boxes=a, pool) > 1 points', 'where': {'train.tasks': 'joint'}},
                                           {'that': 'ap50(pool) > 1 points', 'where': null}],
                                'settings': {'train.rois': '64', 'train.rate': '0.1'}},
                 'trials': [{'name': 'n', 'varied': {'train.tasks': 'joint', 'model.roi': 'train.rois'}}]}
                """);
        FormerPlaces.inStudy(study);
        assertThat(study.toString()).isEqualTo(json("""
                {'study': 'test.nms', 'varied': ['model.tasks', 'model.roi', 'model.boxes'],
                 'report': {'tables': [{'rows': 'model.tasks', 'columns': 'model.boxes', 'values': ['ap50']},
                                       {'rows': 'model.roi', 'columns': null, 'values': ['ap']}], 'plots': []},
                 'background': {'claims': [{'that': 'ap50(model.boxes=a, pool) > 1 points', 'where': {'model.tasks': 'joint'}},
                                           {'that': 'ap50(pool) > 1 points', 'where': null}],
                                'settings': {'model.sampling.rois': '64', 'train.rate': '0.1'}},
                 'trials': [{'name': 'n', 'varied': {'model.tasks': 'joint', 'model.roi': 'train.rois'}}]}
                """).toString());
    }

    @Test
    void aStudyOfTheFirstVersionsHasNoBackground() {
        ObjectNode study = json("{'varied': ['train.rate'], 'trials': []}");
        FormerPlaces.inStudy(study);
        assertThat(study.toString())
                .isEqualTo(json("{'varied': ['train.rate'], 'trials': []}").toString());
    }

    @Test
    void aTrialIsReadWithThePresentPaths() {
        ObjectNode trial = json("{'seed': 1, 'varied': {'test.nms': '0.3', 'test.scales': 'one'}}");
        FormerPlaces.inResult(trial);
        assertThat(trial.toString())
                .isEqualTo(json("{'seed': 1, 'varied': {'model.postprocessing.nms': '0.3', 'test.scales': 'one'}}")
                        .toString());
    }
}
