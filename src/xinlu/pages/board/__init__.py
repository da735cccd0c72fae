"""The public board (公示板): pages that anybody may open. They know no person and lead into no desk."""
