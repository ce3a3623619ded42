"""A report in every format that can be taken along.

    from reliability.study_output import FORMATS
    FORMATS["pdf"].render(edition, "fr")  # the file, part by part

formats    which there are                           edition_data   the codings behind a report
pdf, docx, xlsx, json_file    one format each        figure_rows    its figures as rows
bundle     data, figures and scripts together        recompute/     the scripts, in R and Python
"""

from reliability.study_output.formats import FORMATS, Format

__all__ = ["FORMATS", "Format"]
