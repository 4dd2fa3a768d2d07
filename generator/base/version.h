/* version.h - which caregen this is; emitted servers say it, too (semver.org). */
#ifndef GENERATOR_BASE_VERSION_H
#define GENERATOR_BASE_VERSION_H

#define CAREGEN_VERSION "0.2.0"

#endif
