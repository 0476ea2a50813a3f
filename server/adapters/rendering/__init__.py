"""Paper: QR matrices and their drawings, certificates and badges as PDF."""
