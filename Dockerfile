# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
# One image for webhook, extender, hub and every other verb of bondstone. `make image` builds it with
# podman, or with docker and BuildKit. The base is any image with Python 3.11 or newer and its module
# venv; the result depends on it, on locks/ and on the shipped packages alone.
ARG BASE_IMAGE=python:3.11-slim-bookworm

FROM ${BASE_IMAGE} AS dependencies
# Compiled files are equal only where sets are walked in one order.
ENV LC_ALL=C.UTF-8 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
USER 0:0
WORKDIR /source
COPY locks/runtime.txt locks/build.txt locks/
# The secrets say where wheels come from; they and every URL stay out of the image. What has no wheel
# is refused, so that nothing which is downloaded runs while the image is made, but the build backend.
# kubernetes has 2,300 modules that we never import; compiled they would be 50 MB.
RUN --mount=type=secret,id=pip.conf --mount=type=secret,id=pip.pem \
    python3 -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "BASE_IMAGE needs Python 3.11 or newer")' \
    && python3 -m venv /build && python3 -m venv --without-pip /opt/bondstone \
    && export PIP_CONFIG_FILE=/run/secrets/pip.conf PIP_REQUIRE_HASHES=1 PIP_ONLY_BINARY=:all: \
    && /build/bin/pip install --quiet --no-deps --requirement locks/build.txt \
    && /build/bin/pip --python /opt/bondstone/bin/python install --quiet --no-deps --no-compile \
       --report /build/installed.json --requirement locks/runtime.txt \
    && /opt/bondstone/bin/python -m compileall -q --invalidation-mode unchecked-hash \
       -x '/kubernetes/(aio|client/(api|models))/' /opt/bondstone/lib \
    && touch /build/dependencies

FROM dependencies AS builder
ARG SOURCE_DATE_EPOCH
COPY . .
RUN export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:?"give --build-arg SOURCE_DATE_EPOCH=seconds"} \
    && /build/bin/pip wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir /build/wheels . \
    && /build/bin/pip --python /opt/bondstone/bin/python install --quiet --no-index --no-deps --no-compile \
       /build/wheels/bondstone-*.whl \
    && find /opt/bondstone/lib -name '*.py' -newer /build/dependencies | sort \
       | /opt/bondstone/bin/python -m compileall -q --invalidation-mode unchecked-hash -i - \
    && /build/bin/python -m container.sbom /opt/bondstone/lib/python3.*/site-packages \
       --report /build/installed.json > /opt/bondstone/sbom.cdx.json \
    && find /opt/bondstone -exec touch --no-dereference --date=@${SOURCE_DATE_EPOCH} {} +

FROM ${BASE_IMAGE}
# First, because it differs for each SOURCE_DATE_EPOCH (by the bill of materials): before it a layer of
# another commit could be reused, whose instants would make another digest.
COPY --from=builder /opt/bondstone /opt/bondstone
ARG BASE_IMAGE
ARG VERSION
ARG REVISION
ARG CREATED
LABEL org.opencontainers.image.title="Bondstone" \
      org.opencontainers.image.description="Kubernetes pods only on attested nodes, only from images encrypted for them" \
      org.opencontainers.image.vendor="The Bondstone authors" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"
ENV PATH=/opt/bondstone/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# Any user id does: nothing below belongs to one, and nothing is written but to /dev/shm and /tmp.
USER 65532:65532
WORKDIR /
ENTRYPOINT ["/opt/bondstone/bin/bondstone"]
CMD ["--help"]
