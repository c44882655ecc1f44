"""Two versions of a text that has everything a text can hold."""

OLD = """# Mål

Vi vil ha **gratis buss** for elever i skolen.

- for elever
- for lærlinger
    1. først
    2. sist
- for alle[^1]

Midt i står dette avsnittet, som skal flyttes til slutten av teksten.

1. Lys
2. Skilt
3. Gangvei

| År | Kroner |
| --- | ---: |
| 2020 | 100 |
| 2021 | 200 |

Sist i teksten.

[^1]: En note om dette."""
NEW = """# Nye mål

Innledning som er ny.

Vi vil ha **gratis buss** for elever og lærlinger.

- for elever
- for studenter
    1. først
    2. dernest
    3. sist
- for alle[^1]

1. Lys
2. Gangvei

| År | Kroner |
| --- | ---: |
| 2020 | 150 |
| 2021 | 200 |
| 2022 | 300 |

Sist i teksten.

Midt i står dette avsnittet, som skal flyttes til slutten av teksten.

[^1]: En lang note om dette."""
