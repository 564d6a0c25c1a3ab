/**
 * The controller's image, for containers beside it: the chart passes them through Helm's templates and knows the image itself,
 * also where it comes from a mirror.
 */
export const CONTROLLER_IMAGE =
  '{{ .Values.controller.image.registry }}/{{ .Values.controller.image.repository }}:{{ include "controller.image.tag" . }}';
